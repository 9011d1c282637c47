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

/** Imports a classifier's checkpoint as a program. */
public final class ClassifierImporter {
    private ClassifierImporter() {}

    /**
     * Recognises the architecture of a checkpoint and builds its program.
     *
     * @param tensors the network's tensors; their checkpoint must stay open until the program is written
     * @param all all tensors of the file, including those outside the network, such as a normaliser's
     * @param source the checkpoint's name and digest
     * @param options the preparation of its input and the meaning of its logits
     * @throws UnsupportedInputException if it is not a supported classifier
     * @throws SettingsConflictException if the numbers of labels and logits differ, or an option is for another family
     */
    public static ImportedModel read(
            StateDict tensors, StateDict all, SourceFile source, ClassifierImportOptions options) {
        ClassifierFamily family = options.family()
                .or(() -> ClassifierFamily.of(tensors))
                .orElseThrow(() -> new UnsupportedInputException(
                        tensors.source() + ": not a classifier that can be imported: the names of its "
                                + tensors.names().size() + " tensors match none of "
                                + ClassifierFamily.labels() + "; give one with --arch to see what does not match"));
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
