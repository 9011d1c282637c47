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

/** Finds the generators of runs, of which records have the file's name and digest but not its location. */
public final class RecordedGenerators {
    private final Path models;
    private final Path named;
    private final Map<Path, DigestedFile> digested = new HashMap<>();

    /**
     * Creates a search.
     *
     * @param models the folder of shipped models
     * @param named the generator that the user names, which is tried first
     */
    public RecordedGenerators(Path models, Path named) {
        this.models = models;
        this.named = named;
    }

    /** Returns the digest of a file, computed once. */
    public String digest(Path file) {
        return digested.computeIfAbsent(file, DigestedFile::of).sha256();
    }

    /**
     * Requires that a file, if digested, was not touched since its digest was started.
     *
     * @throws org.biggantune.domain.failure.SettingsConflictException if it was touched
     */
    public void requireUntouched(Path file) {
        Optional.ofNullable(digested.get(file)).ifPresent(DigestedFile::requireUntouched);
    }

    /**
     * Finds the generator of a run.
     *
     * @throws MissingInputException if no candidate has the recorded digest
     */
    public Path find(FinishedRun run) {
        return find(run.root(), run.generator());
    }

    /**
     * Finds the generator of the run in a folder.
     *
     * @param wanted the generator's file and digest in the run's record
     * @throws MissingInputException if no candidate has the recorded digest
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
                        + " and not among the shipped models; give its file with --generator"));
    }

    /** Returns the name as a path unless it contains a folder, since a record may come from an untrusted source. */
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
