package org.biggantune.importer;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.Precision;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.classifier.ClassifierNetwork;

/** Turns a classifier's checkpoint into a program that can judge images. */
public final class ClassifierImporter {
    private ClassifierImporter() {}

    /**
     * Reads the architecture off a checkpoint and builds its program.
     *
     * @param tensors the network's; their checkpoint must stay open until the program is written
     * @param all the network's and those beside it, such as a normaliser's
     * @param source the checkpoint's name and digest
     * @param options how its input is prepared and what its logits mean
     * @throws UnsupportedInputException if it is no classifier that can be read
     * @throws SettingsConflictException if the count of labels is not the count of logits, or an option is for another
     *     family
     */
    public static ImportedModel read(
            StateDict tensors, StateDict all, SourceFile source, ClassifierImportOptions options) {
        ClassifierFamily family = options.family()
                .or(() -> ClassifierFamily.of(tensors))
                .orElseThrow(() ->
                        new UnsupportedInputException(tensors.source() + ": no classifier that can be imported: its "
                                + tensors.names().size() + " tensors are named like those of none of "
                                + ClassifierFamily.labels() + "; name one with --arch to see what does not fit"));
        if (options.transformInput() && family != ClassifierFamily.INCEPTION_V3) {
            throw new SettingsConflictException(
                    "--transform-input is for inception_v3, but " + tensors.source() + " is read as " + family.label());
        }
        ClassifierNetwork network = family.read(tensors, options.graph(), options.transformInput());
        Normalisation normalisation = options.normalisation()
                .orElseGet(() -> Normalisation.read(all).orElse(family.normalisation(options.transformInput())));
        ClassifierMetadata metadata = new ClassifierMetadata(
                family.label(),
                options.inputSize().orElse(network.inputSize()),
                normalisation.mean(),
                normalisation.std(),
                labels(tensors, network.labels(), options.labels()),
                options.graph(),
                Precision.FP32,
                source,
                network.featureMap(),
                network.featureMaps());
        return ImportedModel.withResources(
                network.root(), options.graph(), family.resources(), MetadataFormat.of(metadata));
    }

    private static List<String> labels(StateDict tensors, int count, List<String> given) {
        if (given.isEmpty()) {
            return LabelSet.ofSize(count).orElseGet(() -> numbered(count));
        }
        if (given.size() != count) {
            throw new SettingsConflictException("--labels: " + given.size() + " labels given, but " + tensors.source()
                    + " has " + count + " logits");
        }
        return given;
    }

    private static List<String> numbered(int count) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            labels.add("label " + i);
        }
        return labels;
    }
}
