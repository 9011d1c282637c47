package org.biggantune.runfolder;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.io.DigestedFile;

/** Finds the generators that runs were made with: records know a file's name and digest, not where it lies. */
public final class RecordedGenerators {
    private final Path models;
    private final Path named;
    private final Map<Path, DigestedFile> digested = new HashMap<>();

    /**
     * A search.
     *
     * @param models the folder of shipped models, which is looked at
     * @param named the generator that the user names, which is looked at first
     */
    public RecordedGenerators(Path models, Path named) {
        this.models = models;
        this.named = named;
    }

    /** The digest of a file, computed once. */
    public String digest(Path file) {
        return digested.computeIfAbsent(file, DigestedFile::of).sha256();
    }

    /**
     * Requires that a file was not touched since its digest began, if it has been digested.
     *
     * @throws org.biggantune.domain.failure.SettingsConflictException if it was
     */
    public void requireUntouched(Path file) {
        Optional.ofNullable(digested.get(file)).ifPresent(DigestedFile::requireUntouched);
    }

    /**
     * The generator that a run was made with.
     *
     * @throws MissingInputException if no file that is looked at has the digest
     */
    public Path find(FinishedRun run) {
        return find(run.root(), run.generator());
    }

    /**
     * The generator of a run in a folder.
     *
     * @param wanted what the run's record says of it
     * @throws MissingInputException if no file that is looked at has the digest
     */
    public Path find(Path root, SourceFile wanted) {
        List<Path> candidates = new ArrayList<>(List.of(named));
        fileName(wanted.file()).ifPresent(name -> {
            candidates.add(models.resolve(name));
            candidates.add(name);
        });
        return candidates.stream()
                .filter(Files::isRegularFile)
                .filter(file -> digest(file).equals(wanted.sha256()))
                .findFirst()
                .orElseThrow(() -> new MissingInputException("--run " + root + ": its generator " + wanted.file()
                        + " (SHA-256 " + shortened(wanted.sha256()) + ") is not " + named
                        + ", nor among the shipped models; name its file with --generator"));
    }

    /** A record may come from anywhere: a name that leads to another folder is none. */
    private static Optional<Path> fileName(String name) {
        try {
            Path path = Path.of(name);
            return path.equals(path.getFileName()) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String shortened(String digest) {
        return digest.length() > 12 ? digest.substring(0, 12) + "…" : digest;
    }
}
