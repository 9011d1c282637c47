package org.biggantune.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.PrecisionConversion;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.io.MessageText;

/** What a model archive says about itself, read without libtorch. */
public final class ModelFile {
    private ModelFile() {}

    /**
     * A generator's metadata and class embeddings.
     *
     * @param metadata what must be known to use it
     * @param embeddings one row a class
     */
    public record GeneratorFile(GeneratorMetadata metadata, EmbeddingMatrix embeddings) {}

    /**
     * Reads and checks a generator's archive.
     *
     * @param file the archive
     * @throws UnsupportedInputException if it is not a generator written by this tool
     * @throws CorruptInputException if it is damaged
     */
    public static GeneratorFile generator(Path file) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            archive.verify();
            GeneratorMetadata metadata = MetadataFormat.generator(file, sideFile(file, archive));
            String name = metadata.embeddingParameter();
            archive.tensors().get(name, metadata.classCount(), metadata.embeddingSize());
            float[] values = archive.tensors().finiteFloats(name);
            return new GeneratorFile(
                    metadata, new EmbeddingMatrix(metadata.classCount(), metadata.embeddingSize(), values));
        }
    }

    /** Reads and checks a classifier's archive; like {@link #generator}. */
    public static ClassifierMetadata classifier(Path file) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            archive.verify();
            return MetadataFormat.classifier(file, sideFile(file, archive));
        }
    }

    /**
     * The names of a model's classes, without reading the rest of it.
     *
     * @param file the archive of a generator or a classifier
     * @param model its name or file as the user gives it, for messages
     * @throws UnsupportedInputException if it was not written by this tool
     * @throws CorruptInputException if it is damaged
     */
    public static ClassNames classNames(Path file, String model) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            byte[] side = sideFile(file, archive);
            return MetadataFormat.kind(file, side).equals("generator")
                    ? MetadataFormat.generator(file, side).names(model)
                    : new ClassNames(
                            "classifier", MetadataFormat.classifier(file, side).labels(), model);
        }
    }

    /**
     * What a model runs in.
     *
     * @param file the archive
     * @param asked what is asked for; empty: what the archive is in
     * @throws UnsupportedInputException if it cannot run in what is asked for
     */
    public static Precision precision(Path file, Optional<Precision> asked) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            asked.ifPresent(wanted -> PrecisionConversion.require(archive, wanted));
            return asked.orElseGet(() -> PrecisionConversion.of(archive));
        }
    }

    /**
     * Refuses a model whose code may not run.
     *
     * @param file the archive
     * @param device where it is to run
     * @throws UnsupportedInputException if its code calls what is not known to be harmless, and the device is not for
     *     programs of any kind
     */
    public static void requireRunnable(Path file, DeviceChoice device) {
        if (!device.trusting()) {
            try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
                archive.requireHarmless();
            }
        }
    }

    /**
     * The layer of a classifier that is meant by a choice.
     *
     * @param file the archive, for messages
     * @param metadata its content
     * @param choice {@link DiversitySettings#STANDARD_FEATURES} or a layer's name
     * @throws UnsupportedInputException if the classifier gives no feature maps
     * @throws SettingsConflictException if it has no such layer
     */
    public static String featureMap(Path file, ClassifierMetadata metadata, String choice) {
        List<String> layers = metadata.featureMaps();
        if (layers.isEmpty()) {
            throw new UnsupportedInputException(file + ": this classifier gives no feature maps; import its checkpoint"
                    + " again with: biggan-tune import classifier CHECKPOINT -o MODEL.pt");
        }
        if (choice.equals(DiversitySettings.STANDARD_FEATURES)) {
            return metadata.featureMap();
        }
        if (!layers.contains(choice)) {
            throw new SettingsConflictException(
                    file + ": this classifier has no feature map " + MessageText.quoted(choice) + ", expected one of "
                            + String.join(", ", layers) + " or " + DiversitySettings.STANDARD_FEATURES);
        }
        return choice;
    }

    private static byte[] sideFile(Path file, TorchScriptArchive archive) {
        return archive.extra(MetadataFormat.FILE)
                .orElseThrow(() -> new UnsupportedInputException(file + ": no extra/" + MetadataFormat.FILE
                        + " inside; make it with: biggan-tune import generator|classifier CHECKPOINT -o MODEL.pt"));
    }
}
