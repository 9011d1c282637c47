package org.biggantune.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.domain.PathOption;
import org.biggantune.domain.failure.MissingInputException;

/**
 * An installation, which is a checkout or an unpacked distribution, as seen by one user.
 *
 * @param root the installation's folder
 * @param environment the user's environment variables, which locate the user's own models and settings
 */
public record InstallDir(Path root, Map<String, String> environment) {
    /** The system property in which the launcher passes the installation's folder. */
    private static final String PROPERTY = "biggantune.home";

    /** The extension of settings files. */
    private static final String SETTINGS = ".yaml";

    /** Copies the environment. */
    public InstallDir {
        environment = Map.copyOf(environment);
    }

    /** Creates an installation for a user without models and settings of their own. */
    public InstallDir(Path root) {
        this(root, Map.of());
    }

    /** Returns the same installation with another environment. */
    public InstallDir withEnvironment(Map<String, String> variables) {
        return new InstallDir(root, variables);
    }

    /** Returns the location of the user's own models and settings. */
    public UserFolder user() {
        return UserFolder.of(environment);
    }

    /** Returns the installation of this process: the one given by the launcher, else the working folder. */
    public static InstallDir ofProcess() {
        return new InstallDir(
                Path.of(System.getProperty(PROPERTY, ".")).toAbsolutePath().normalize());
    }

    /** Returns the folder of shipped models. */
    public Path models() {
        return root.resolve("models");
    }

    /** Returns the catalogue of models that can be installed. */
    public Path catalog() {
        return configs().resolve("models.yaml");
    }

    /** Returns the folder of shipped settings. */
    public Path configs() {
        return root.resolve("configs");
    }

    /**
     * Returns the settings file of a preset.
     *
     * @throws MissingInputException if there is no preset of this name
     */
    Path preset(String name) {
        return named(configs().resolve("presets"), "--preset", name);
    }

    /**
     * Returns a settings file, given its path or the name of a shipped one.
     *
     * @throws MissingInputException if there is no such file
     */
    Path config(String nameOrFile) {
        Path file = PathOption.parse("--config", nameOrFile);
        return Files.exists(file) ? file : named(configs(), "--config", nameOrFile);
    }

    /**
     * Returns a target's file, given its path or the name of a shipped one.
     *
     * @throws MissingInputException if there is no such file
     */
    Path target(String nameOrFile) {
        Path file = PathOption.parse("--target", nameOrFile);
        return Files.isRegularFile(file) ? file : named(configs().resolve("targets"), "--target", nameOrFile);
    }

    private static Path named(Path folder, String option, String name) {
        Path file = folder.resolve(PathOption.parse(option, name + ".yaml"));
        if (!Files.isRegularFile(file)) {
            throw new MissingInputException(
                    option + " " + name + ": no such file, and no " + name + ".yaml in " + folder + names(folder));
        }
        return file;
    }

    /** Lists the settings files in a folder, for a message. */
    private static String names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> files = Files.list(folder)) {
            String names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SETTINGS))
                    .map(file -> file.substring(0, file.length() - SETTINGS.length()))
                    .sorted()
                    .collect(Collectors.joining(", "));
            return names.isEmpty() ? "" : " (available: " + names + ")";
        } catch (IOException e) {
            return "";
        }
    }
}
