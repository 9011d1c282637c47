package org.biggantune.support;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.archive.Checkpoint;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.importer.ClassifierImportOptions;
import org.biggantune.importer.ClassifierImporter;
import org.biggantune.importer.GeneratorImporter;
import org.biggantune.importer.Normalisation;
import org.biggantune.importer.biggan.Epsilons;

/** The small Fashion-MNIST models, imported from their checkpoints; tests are skipped where these are absent. */
public final class DemoModels {
    /** The generator's classes in row order. */
    public static final List<String> CLASSES =
            List.of("t-shirt", "trouser", "pullover", "coat", "sandal", "shirt", "sneaker", "bag");

    /** The classifiers' labels in logit order. */
    public static final List<String> LABELS = List.of(
            "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot");

    private static final Normalisation NORMALISATION =
            new Normalisation(List.of(0.2860, 0.2860, 0.2860), List.of(0.3530, 0.3530, 0.3530));

    private DemoModels() {}

    /** The generator, folded. */
    public static Path generator(Path folder) {
        return generator(folder, Graph.FOLDED);
    }

    /** The generator. */
    public static Path generator(Path folder, Graph graph) {
        Path file = folder.resolve("generator.pt");
        try (Checkpoint checkpoint = Checkpoint.open(Fixtures.require("demo/G_ema.pth"))) {
            GeneratorImporter.read(
                            checkpoint.stateDict(),
                            new SourceFile("G_ema.pth", "-"),
                            graph,
                            new Epsilons(1e-5, 1e-6),
                            CLASSES)
                    .write(file);
        }
        return file;
    }

    /** The classifier that tuning uses. */
    public static Path classifier(Path folder) {
        return classifier(folder, "classifier", LABELS);
    }

    /** The classifier that only judges. */
    public static Path judge(Path folder) {
        return classifier(folder, "judge", LABELS);
    }

    /** The classifier or the judge with other labels. */
    public static Path classifier(Path folder, String kind, List<String> labels) {
        Path file = folder.resolve(kind + ".pt");
        ClassifierImportOptions options = new ClassifierImportOptions(
                Optional.empty(), Graph.FOLDED, OptionalInt.of(32), Optional.of(NORMALISATION), false, labels);
        String source = "demo_" + kind + ".pth";
        try (Checkpoint checkpoint = Checkpoint.open(Fixtures.require("demo/" + source))) {
            ClassifierImporter.read(
                            checkpoint.stateDict(), checkpoint.allTensors(), new SourceFile(source, "-"), options)
                    .write(file);
        }
        return file;
    }
}
