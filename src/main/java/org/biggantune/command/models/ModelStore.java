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
 * The models that lie in folders: those shipped with the tool and those that the user has installed, each an archive {@code
 * NAME.pt}, an installed one with its {@link ModelCard} beside it. What is being installed lies in {@code downloads/NAME} of
 * the user's folder, locked by the process that installs.
 */
final class ModelStore {
    private static final String ARCHIVE = ".pt";
    private static final String CARD = ".json";
    private static final long WAIT_MILLIS = 200;

    private final InstallDir home;

    ModelStore(InstallDir home) {
        this.home = home;
    }

    /** The archive of a shipped model; empty if there is none of this name. */
    Optional<Path> shipped(String name) {
        return archive(Optional.of(home.models()), name);
    }

    /** The archive of an installed model; empty if there is none of this name. */
    Optional<Path> installed(String name) {
        return archive(home.user().models(), name);
    }

    private static Optional<Path> archive(Optional<Path> folder, String name) {
        return folder.filter(known -> ModelName.isValid(name))
                .map(known -> known.resolve(name + ARCHIVE))
                .filter(Files::exists);
    }

    /** The names of shipped models, sorted. */
    List<String> shipped() {
        return names(home.models());
    }

    /** The names of installed models, sorted. */
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

    /** Whether a model is installed, or something of it has been fetched. */
    boolean holds(String name) {
        try (Stream<Path> files = Files.list(staging(name))) {
            return installed(name).isPresent() || files.anyMatch(file -> !file.endsWith(DirectoryLock.FILE_NAME));
        } catch (IOException e) {
            return installed(name).isPresent();
        }
    }

    /** What is known of an installed model's origin; empty where its card is missing or damaged. */
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

    /** Where an installed model's archive lies, or will lie. */
    Path target(String name) {
        return home.user().required().resolve("models").resolve(name + ARCHIVE);
    }

    /** The folder in which a model is being installed. */
    Path staging(String name) {
        return home.user().required().resolve("downloads").resolve(name);
    }

    /** The archive of a model that is being installed; what a killed process has left there is deleted. */
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
     * Waits until nobody else installs or removes a model, and keeps others from it.
     *
     * @param progress is told whom it waits for
     * @return the caller closes it
     */
    DirectoryLock lock(String name, Progress progress) {
        boolean told = false;
        while (true) {
            try {
                return DirectoryLock.acquire(staging(name));
            } catch (SettingsConflictException e) {
                if (!told) {
                    progress.say(e.getMessage().replaceFirst("; wait.*", "") + "; waiting for it");
                    told = true;
                }
            }
            try {
                Thread.sleep(WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CannotCreateException(staging(name) + ": stopped while it waited", e);
            }
        }
    }

    /**
     * Makes a model known: first its card, then its archive in one step.
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

    /** Deletes all that a model's installation has left but the lock. */
    void clear(String name) {
        try (Stream<Path> files = Files.walk(staging(name))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(staging(name)) && !file.endsWith(DirectoryLock.FILE_NAME)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            // It takes space, and the next installation of the name looks at it again.
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
