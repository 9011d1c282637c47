package org.biggantune.command.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.WriteFailedException;
import org.biggantune.io.DirectoryLock;

/**
 * The folders of shipped and installed models. Each model is an archive {@code NAME.pt}; an installed one also has a {@link
 * ModelCard}. A model being installed is in {@code downloads/NAME} in the user's folder, locked by the installing process.
 */
final class ModelStore {
    private static final String ARCHIVE = ".pt";
    private static final String CARD = ".json";
    private static final long WAIT_MILLIS = 200;

    private final InstallDir home;

    ModelStore(InstallDir home) {
        this.home = home;
    }

    /** Returns the archive of a shipped model, if there is one of this name. */
    Optional<Path> shipped(String name) {
        return archive(Optional.of(home.models()), name);
    }

    /** Returns the archive of an installed model, if there is one of this name. */
    Optional<Path> installed(String name) {
        return archive(home.user().models(), name);
    }

    private static Optional<Path> archive(Optional<Path> folder, String name) {
        return folder.filter(known -> ModelName.isValid(name))
                .map(known -> known.resolve(name + ARCHIVE))
                .filter(Files::exists);
    }

    /** Returns the names of shipped models, sorted. */
    List<String> shipped() {
        return names(home.models());
    }

    /** Returns the names of installed models, sorted. */
    List<String> installed() {
        return home.user().models().map(ModelStore::names).orElse(List.of());
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(ARCHIVE))
                    .map(name -> name.substring(0, name.length() - ARCHIVE.length()))
                    .filter(ModelName::isValid)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Returns whether a model is installed or partly downloaded. */
    boolean holds(String name) {
        try (Stream<Path> files = Files.list(staging(name))) {
            return installed(name).isPresent() || files.anyMatch(file -> !file.endsWith(DirectoryLock.FILE_NAME));
        } catch (IOException e) {
            return installed(name).isPresent();
        }
    }

    /** Returns the card of an installed model; empty if it is missing or damaged. */
    Optional<ModelCard> card(String name) {
        try {
            return home.user()
                    .models()
                    .map(folder -> folder.resolve(name + CARD))
                    .filter(Files::isRegularFile)
                    .map(ModelCard::read);
        } catch (BigganTuneException e) {
            return Optional.empty();
        }
    }

    /** Returns the file of an installed model's archive, which need not exist. */
    Path target(String name) {
        return home.user().required().resolve("models").resolve(name + ARCHIVE);
    }

    /** Returns the folder in which a model is being installed. */
    Path staging(String name) {
        return home.user().required().resolve("downloads").resolve(name);
    }

    /** Returns the file for the archive of a model being installed, deleting what a killed process has left. */
    Path staged(String name) {
        Path archive = staging(name).resolve(name + ARCHIVE);
        try {
            Files.deleteIfExists(archive);
            return archive;
        } catch (IOException e) {
            throw new WriteFailedException(archive + ": cannot be replaced: " + e.getMessage(), e);
        }
    }

    /**
     * Locks a model against other processes that install or remove it, waiting for them if necessary.
     *
     * @param progress shows which process it waits for
     * @return the lock; the caller closes it
     */
    DirectoryLock lock(String name, Progress progress) {
        boolean reported = false;
        while (true) {
            try {
                return DirectoryLock.acquire(staging(name));
            } catch (SettingsConflictException e) {
                if (!reported) {
                    progress.say(e.getMessage().replaceFirst("; wait.*", "") + "; waiting for it");
                    reported = true;
                }
            }
            try {
                Thread.sleep(WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CannotCreateException(staging(name) + ": interrupted while waiting", e);
            }
        }
    }

    /**
     * Publishes a model: writes its card, then moves its archive atomically.
     *
     * @param archive a file in {@link #staging}
     */
    void publish(String name, Path archive, ModelCard card) {
        Path target = target(name);
        try {
            Files.createDirectories(target.getParent());
            card.write(target.resolveSibling(name + CARD));
            Files.move(archive, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new WriteFailedException(target + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Deletes all files of a model's installation except the lock. */
    void clear(String name) {
        try (Stream<Path> files = Files.walk(staging(name))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(staging(name)) && !file.endsWith(DirectoryLock.FILE_NAME)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            // The files only take space; the next installation of the name reuses or deletes them.
        }
    }

    /** Deletes an installed model. */
    void remove(String name) {
        Path target = target(name);
        try {
            Files.deleteIfExists(target);
            Files.deleteIfExists(target.resolveSibling(name + CARD));
        } catch (IOException e) {
            throw new WriteFailedException(target + ": cannot be deleted: " + e.getMessage(), e);
        }
    }
}
