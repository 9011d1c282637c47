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

/**
 * A model archive that was read and checked once, without libtorch: its path, its precision, whether its code may run,
 * and whether the file has changed since.
 */
public final class ModelFile {
    /** The closed archive; still provides the state of its file and the positions of its tensors. */
    private final TorchScriptArchive archive;

    private final Precision stored;
    private final Precision precision;
    private final boolean knownHarmless;

    private ModelFile(TorchScriptArchive open, Optional<Precision> asked, boolean harmless) {
        asked.ifPresent(wanted -> PrecisionConversion.require(open, wanted));
        this.archive = open;
        this.stored = PrecisionConversion.of(open);
        this.precision = asked.orElse(stored);
        this.knownHarmless = harmless;
        if (harmless) {
            open.requireHarmless();
        }
    }

    /**
     * The content of a generator's archive.
     *
     * @param file its archive
     * @param metadata its metadata
     * @param embeddings its class embeddings, one row per class
     */
    public record GeneratorFile(ModelFile file, GeneratorMetadata metadata, EmbeddingMatrix embeddings) {}

    /**
     * The content of a classifier's archive.
     *
     * @param file its archive
     * @param metadata its metadata
     */
    public record ClassifierFile(ModelFile file, ClassifierMetadata metadata) {}

    /**
     * Reads and checks a generator's archive without requiring its code to be safe to run; see {@link #generator(Path,
     * Optional, DeviceChoice)}.
     */
    public static GeneratorFile generator(Path file) {
        return generator(file, Optional.empty(), true);
    }

    /**
     * Reads and checks a generator's archive.
     *
     * @param file the archive
     * @param asked the precision to compute in; empty for that of the file
     * @param device the device it will run on
     * @throws UnsupportedInputException if it is not a generator written by this tool, cannot run in the requested
     *     precision, or calls operations that are not known to be harmless and the device does not trust programs
     * @throws CorruptInputException if it is damaged
     */
    public static GeneratorFile generator(Path file, Optional<Precision> asked, DeviceChoice device) {
        return generator(file, asked, device.trusting());
    }

    static GeneratorFile generator(Path file, Optional<Precision> asked, boolean trusting) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            archive.verify();
            GeneratorMetadata metadata = MetadataFormat.generator(file, sideFile(file, archive));
            String name = metadata.embeddingParameter();
            archive.tensors().get(name, metadata.classCount(), metadata.embeddingSize());
            float[] values = archive.tensors().finiteFloats(name);
            EmbeddingMatrix embeddings = new EmbeddingMatrix(metadata.classCount(), metadata.embeddingSize(), values);
            return new GeneratorFile(new ModelFile(archive, asked, !trusting), metadata, embeddings);
        }
    }

    /** Reads and checks a classifier's archive; see {@link #generator(Path)}. */
    public static ClassifierFile classifier(Path file) {
        return classifier(file, Optional.empty(), true);
    }

    /** Reads and checks a classifier's archive; see {@link #generator(Path, Optional, DeviceChoice)}. */
    public static ClassifierFile classifier(Path file, Optional<Precision> asked, DeviceChoice device) {
        return classifier(file, asked, device.trusting());
    }

    static ClassifierFile classifier(Path file, Optional<Precision> asked, boolean trusting) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            archive.verify();
            ClassifierMetadata metadata = MetadataFormat.classifier(file, sideFile(file, archive));
            return new ClassifierFile(new ModelFile(archive, asked, !trusting), metadata);
        }
    }

    /** Returns the path of the archive. */
    public Path path() {
        return archive.path();
    }

    /** Returns the precision in which the model runs. */
    public Precision precision() {
        return precision;
    }

    /** Whether the model runs in the precision of its archive, so that libtorch can load the archive directly. */
    boolean runsAsStored() {
        return precision == stored;
    }

    /** Returns the closed archive, which still provides the state of its file and the positions of its tensors. */
    TorchScriptArchive archive() {
        return archive;
    }

    /**
     * Rejects a model with code that must not run.
     *
     * @throws UnsupportedInputException if its code calls operations that are not known to be harmless
     */
    void requireHarmless() {
        if (!knownHarmless) {
            try (TorchScriptArchive again = TorchScriptArchive.open(path())) {
                again.requireHarmless();
            }
        }
    }

    /**
     * Reads the names of a model's classes without reading its tensors.
     *
     * @param file the archive of a generator or a classifier
     * @param model its name or file as given by the user, for messages
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
     * Resolves a user's choice of a classifier's layer.
     *
     * @param file the archive, for messages
     * @param metadata the classifier's metadata
     * @param choice {@link DiversitySettings#STANDARD_FEATURES} or a layer's name
     * @throws UnsupportedInputException if the classifier provides no feature maps
     * @throws SettingsConflictException if it has no such layer
     */
    public static String featureMap(Path file, ClassifierMetadata metadata, String choice) {
        List<String> layers = metadata.featureMaps();
        if (layers.isEmpty()) {
            throw new UnsupportedInputException(
                    file + ": this classifier provides no feature maps; import its checkpoint"
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
