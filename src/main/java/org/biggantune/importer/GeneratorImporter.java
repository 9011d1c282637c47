package org.biggantune.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SettingsConflictException;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.UnsupportedInputException;
import org.biggantune.importer.biggan.BigGanArchitecture;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.importer.biggan.FoldedBigGan;
import org.biggantune.importer.biggan.ReferenceBigGan;

/** Turns a generator's checkpoint into a program that can be tuned. */
public final class GeneratorImporter {
    /** The count of classes that are taken for ImageNet's when no names are given. */
    private static final int IMAGENET_CLASSES = 1000;

    private GeneratorImporter() {}

    /**
     * Reads the architecture off a checkpoint and builds its program.
     *
     * @param checkpoint the checkpoint; must stay open until the program is written
     * @param source its name and digest
     * @param graph which operations to write
     * @param epsilons the original's constants
     * @param classNames one name a class, or an empty list: ImageNet's names for 1000 classes, else "class 0" and so on
     * @throws UnsupportedInputException if it is no generator that can be read
     * @throws SettingsConflictException if the count of names is not the count of classes
     */
    public static ImportedModel read(
            Checkpoint checkpoint, SourceFile source, Graph graph, Epsilons epsilons, List<String> classNames) {
        return read(checkpoint.stateDict(), source, graph, epsilons, classNames);
    }

    /** Like {@link #read(Checkpoint, SourceFile, Graph, Epsilons, List)}, from tensors that may stand in no file. */
    public static ImportedModel read(
            StateDict tensors, SourceFile source, Graph graph, Epsilons epsilons, List<String> classNames) {
        if (!BigGanArchitecture.matches(tensors)) {
            throw new UnsupportedInputException(tensors.source() + ": not a BigGAN generator: it has "
                    + tensors.names().size() + " tensors, but no 'linear.weight' and 'blocks.0.0.conv1.weight'");
        }
        BigGanArchitecture architecture = BigGanArchitecture.read(tensors);
        GeneratorMetadata metadata = new GeneratorMetadata(
                "biggan",
                architecture.resolution(),
                architecture.latentSize(),
                architecture.embeddingSize(),
                names(tensors, architecture.classCount(), classNames),
                "shared.weight",
                graph,
                "fp32",
                epsilons.batchNorm(),
                epsilons.spectralNorm(),
                source);
        ScriptModule root = graph == Graph.FOLDED
                ? new FoldedBigGan(tensors, architecture, epsilons).program()
                : new ReferenceBigGan(tensors, architecture, epsilons).program();
        String resource = String.format(Locale.ROOT, "biggan_%s.py", graph.label());
        return ImportedModel.withResources(root, List.of(resource), MetadataFormat.of(metadata));
    }

    private static List<String> names(StateDict tensors, int classes, List<String> given) {
        if (given.isEmpty()) {
            return classes == IMAGENET_CLASSES ? LabelSet.imagenet() : numbered(classes);
        }
        if (given.size() != classes) {
            throw new SettingsConflictException("--class-names: " + given.size() + " names given, but "
                    + tensors.source() + " has " + classes + " classes");
        }
        return given;
    }

    private static List<String> numbered(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("class " + i);
        }
        return names;
    }
}
