package org.biggantune.importer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.biggan.BigGanArchitecture;
import org.biggantune.importer.biggan.DeepArchitecture;
import org.biggantune.importer.biggan.DeepLayout;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.importer.biggan.FoldedBigGan;
import org.biggantune.importer.biggan.FoldedDeepBigGan;
import org.biggantune.importer.biggan.ReferenceBigGan;
import org.biggantune.importer.biggan.ReferenceDeepBigGan;

/** Imports a generator's checkpoint as a program that can be tuned. */
public final class GeneratorImporter {
    /** The number of classes that by default get ImageNet's names. */
    private static final int IMAGENET_CLASSES = 1000;

    private GeneratorImporter() {}

    /**
     * Recognises the architecture of a checkpoint and builds its program.
     *
     * @param tensors the checkpoint's tensors; it must stay open until the program is written
     * @param source its name and digest
     * @param graph the form of the program
     * @param epsilons the constants of the original code
     * @param classNames one name per class; empty for ImageNet's names if there are 1000 classes, or else "class 0" and
     *     so on
     * @throws UnsupportedInputException if it is not a supported generator
     * @throws SettingsConflictException if the numbers of names and classes differ
     */
    public static ImportedModel read(
            StateDict tensors, SourceFile source, Graph graph, Epsilons epsilons, List<String> classNames) {
        return read(tensors, source, new GeneratorImportOptions(graph, epsilons, OptionalDouble.empty(), classNames));
    }

    /**
     * Recognises the architecture of a state dict and builds its program.
     *
     * @param tensors the checkpoint's tensors; it must stay open until the program is written
     * @param source its name and digest
     * @param options the options of the import
     * @throws UnsupportedInputException if it is not a supported generator
     * @throws SettingsConflictException if the numbers of names and classes differ, or a truncation is given for a
     *     generator with a single set of batch statistics
     */
    public static ImportedModel read(StateDict tensors, SourceFile source, GeneratorImportOptions options) {
        GeneratorFamily family = GeneratorFamily.of(tensors)
                .orElseThrow(() -> new UnsupportedInputException(tensors.source()
                        + ": not a BigGAN generator: it has " + tensors.names().size()
                        + " tensors, but no 'linear.weight' and 'blocks.0.0.conv1.weight'"));
        if (options.truncation().isPresent() && !family.hasTruncations()) {
            throw new SettingsConflictException("--truncation: " + tensors.source()
                    + " has one set of batch statistics for all truncations; leave the option out, and draw with"
                    + " sample --truncation");
        }
        return family == GeneratorFamily.BIGGAN ? bigGan(tensors, source, options) : deep(tensors, source, options);
    }

    private static ImportedModel bigGan(StateDict tensors, SourceFile source, GeneratorImportOptions options) {
        BigGanArchitecture architecture = BigGanArchitecture.read(tensors);
        GeneratorMetadata metadata = new GeneratorMetadata(
                GeneratorFamily.BIGGAN.label(),
                architecture.resolution(),
                architecture.latentSize(),
                architecture.embeddingSize(),
                names(tensors, architecture.classCount(), options.classNames()),
                BigGanArchitecture.EMBEDDING,
                options.graph(),
                Precision.FP32,
                options.epsilons().batchNorm(),
                options.epsilons().spectralNorm(),
                source,
                null);
        ScriptModule root = options.graph() == Graph.FOLDED
                ? new FoldedBigGan(tensors, architecture, options.epsilons()).program()
                : new ReferenceBigGan(tensors, architecture, options.epsilons()).program();
        return ImportedModel.withResources(
                root, options.graph(), sources(options.graph(), GeneratorFamily.BIGGAN), MetadataFormat.of(metadata));
    }

    private static ImportedModel deep(StateDict tensors, SourceFile source, GeneratorImportOptions options) {
        DeepArchitecture architecture = DeepArchitecture.read(tensors);
        boolean huggingFace = architecture.layout() == DeepLayout.HUGGING_FACE;
        double truncation = options.truncation().orElse(1);
        GeneratorMetadata metadata = new GeneratorMetadata(
                (huggingFace ? GeneratorFamily.BIGGAN_DEEP_HF : GeneratorFamily.BIGGAN_DEEP).label(),
                architecture.resolution(),
                architecture.latentSize(),
                architecture.embeddingSize(),
                names(tensors, architecture.classCount(), options.classNames()),
                architecture.embeddingParameter(),
                options.graph(),
                Precision.FP32,
                options.epsilons().batchNorm(),
                options.epsilons().spectralNorm(),
                source,
                huggingFace ? truncation : null);
        ScriptModule root = options.graph() == Graph.FOLDED
                ? new FoldedDeepBigGan(tensors, architecture, options.epsilons(), truncation).program()
                : new ReferenceDeepBigGan(tensors, architecture, options.epsilons(), truncation).program();
        return ImportedModel.withResources(
                root,
                options.graph(),
                sources(options.graph(), GeneratorFamily.BIGGAN_DEEP),
                MetadataFormat.of(metadata));
    }

    /** Returns the source resources of a program; those of BigGAN-deep use classes of BigGAN. */
    private static List<String> sources(Graph graph, GeneratorFamily family) {
        List<String> names = new ArrayList<>();
        names.add(String.format(Locale.ROOT, "biggan_%s.py", graph.label()));
        if (family == GeneratorFamily.BIGGAN_DEEP) {
            names.add(String.format(Locale.ROOT, "biggan_deep_%s.py", graph.label()));
        }
        if (graph == Graph.FOLDED) {
            names.add("convolutions.py");
        }
        return names;
    }

    private static List<String> names(StateDict tensors, int classes, List<String> given) {
        return classNames(tensors.source(), classes, given);
    }

    /**
     * Returns the names of a generator's classes.
     *
     * @param source its file, for messages
     * @param classes the number of classes
     * @param given one name per class; empty for ImageNet's names if there are 1000 classes, or else "class 0" and so
     *     on
     * @throws SettingsConflictException if the numbers of names and classes differ
     */
    public static List<String> classNames(Path source, int classes, List<String> given) {
        if (given.isEmpty()) {
            return classes == IMAGENET_CLASSES ? LabelSet.imagenet() : numbered(classes);
        }
        if (given.size() != classes) {
            throw new SettingsConflictException(
                    "--class-names: " + given.size() + " names given, but " + source + " has " + classes + " classes");
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
