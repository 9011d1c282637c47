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
 * A model archive, read and checked once without libtorch and then handed on to whatever needs the model: where it is, what
 * it runs in, whether it may run, and whether it is still the file that was read.
 */
public final class ModelFile {
    /** Closed; it still knows the state of its file, and where its tensors are in it. */
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
     * A generator.
     *
     * @param file its archive
     * @param metadata what must be known to use it
     * @param embeddings one row a class
     */
    public record GeneratorFile(ModelFile file, GeneratorMetadata metadata, EmbeddingMatrix embeddings) {}

    /**
     * A classifier.
     *
     * @param file its archive
     * @param metadata what must be known to use it
     */
    public record ClassifierFile(ModelFile file, ClassifierMetadata metadata) {}

    /**
     * Reads and checks a generator's archive, to run as it was imported or not at all; like {@link #generator(Path,
     * Optional, DeviceChoice)}.
     */
    public static GeneratorFile generator(Path file) {
        return generator(file, Optional.empty(), true);
    }

    /**
     * Reads and checks a generator's archive.
     *
     * @param file the archive
     * @param asked what it is to compute in; empty: what it is in
     * @param device where it is to run
     * @throws UnsupportedInputException if it is not a generator written by this tool, cannot run in what is asked for, or
     *     calls what is not known to be harmless and the device is not for programs of any kind
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

    /** Reads and checks a classifier's archive; like {@link #generator(Path)}. */
    public static ClassifierFile classifier(Path file) {
        return classifier(file, Optional.empty(), true);
    }

    /** Reads and checks a classifier's archive; like {@link #generator(Path, Optional, DeviceChoice)}. */
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

    /** The archive's path. */
    public Path path() {
        return archive.path();
    }

    /** What the model runs in. */
    public Precision precision() {
        return precision;
    }

    /** Whether it runs in what its archive is in, so that libtorch can load the archive itself. */
    boolean runsAsStored() {
        return precision == stored;
    }

    /** The archive, closed: of it is left the state of its file, and where its tensors are in it. */
    TorchScriptArchive archive() {
        return archive;
    }

    /**
     * Refuses a model whose code may not run.
     *
     * @throws UnsupportedInputException if its code calls what is not known to be harmless
     */
    void requireHarmless() {
        if (!knownHarmless) {
            try (TorchScriptArchive again = TorchScriptArchive.open(path())) {
                again.requireHarmless();
            }
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
