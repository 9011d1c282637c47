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

/** What a file can be imported as. */
public enum ImportKind {
    /** A generator's checkpoint, or a TorchScript program that draws. */
    GENERATOR,
    /** A classifier's checkpoint. */
    CLASSIFIER;

    /**
     * The kind that a file's tensors tell.
     *
     * @param file a checkpoint or a TorchScript archive
     * @throws UnsupportedInputException if they are those of no network that can be imported
     * @throws org.biggantune.domain.failure.BigganTuneException if the file is missing or damaged
     */
    public static ImportKind of(Path file) {
        if (TorchScriptArchive.isTorchScript(file)) {
            return ofProgram(file);
        }
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            return of(checkpoint.stateDict())
                    .orElseThrow(() -> new UnsupportedInputException(file
                            + ": its tensors are neither those of a BigGAN generator nor of one of "
                            + ClassifierFamily.labels()
                            + "; name --kind generator or --kind classifier to see what does not fit"));
        }
    }

    /** A program of no known network may be a generator yet: that shows when it is called. */
    private static ImportKind ofProgram(Path file) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            return ProgramNetworks.kind(archive).orElse(GENERATOR);
        }
    }

    /** The kind that tensors tell, if they are those of a network that can be imported. */
    public static Optional<ImportKind> of(StateDict tensors) {
        if (DeepArchitecture.layout(tensors).isPresent() || BigGanArchitecture.matches(tensors)) {
            return Optional.of(GENERATOR);
        }
        return ClassifierFamily.of(tensors).map(family -> CLASSIFIER);
    }

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
