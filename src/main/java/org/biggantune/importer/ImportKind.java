package org.biggantune.importer;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.biggan.BigGanArchitecture;
import org.biggantune.importer.biggan.DeepArchitecture;

/** The kinds of models that can be imported. */
public enum ImportKind {
    /** A generator's checkpoint, or a TorchScript program of a generator. */
    GENERATOR,
    /** A classifier's checkpoint. */
    CLASSIFIER,
    /** A TorchScript program that metrics take features from; kept as it is. */
    DETECTOR;

    /**
     * Recognises the kind of a file by its tensors.
     *
     * @param file a checkpoint or a TorchScript archive
     * @throws UnsupportedInputException if they do not belong to a network that can be imported
     * @throws org.biggantune.domain.failure.BigganTuneException if the file is missing or damaged
     */
    public static ImportKind of(Path file) {
        if (TorchScriptArchive.isTorchScript(file)) {
            return ofProgram(file);
        }
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            return of(checkpoint.stateDict())
                    .orElseThrow(() -> new UnsupportedInputException(file
                            + ": its tensors match neither a BigGAN generator nor any of "
                            + ClassifierFamily.labels()
                            + "; give --kind generator or --kind classifier to see what does not match"));
        }
    }

    /** Treats a program of an unknown network as a generator; calling it will show whether it is one. */
    private static ImportKind ofProgram(Path file) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            return ProgramNetworks.kind(archive).orElse(GENERATOR);
        }
    }

    /** Recognises the kind of a state dict, if it belongs to a network that can be imported. */
    public static Optional<ImportKind> of(StateDict tensors) {
        if (DeepArchitecture.layout(tensors).isPresent() || BigGanArchitecture.matches(tensors)) {
            return Optional.of(GENERATOR);
        }
        return ClassifierFamily.of(tensors).map(family -> CLASSIFIER);
    }

    /** Returns the name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
