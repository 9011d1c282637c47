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
 * The installation: a checkout or an unpacked distribution, as a user sees it.
 *
 * @param root its folder
 * @param environment the user's variables, which say where the user's own models and settings lie
 */
public record InstallDir(Path root, Map<String, String> environment) {
    /** The launcher's word for the installation's folder. */
    private static final String PROPERTY = "biggantune.home";

    /** How names of settings files end. */
    private static final String SETTINGS = ".yaml";

    /** Copies the variables. */
    public InstallDir {
        environment = Map.copyOf(environment);
    }

    /** The installation for a user who has no folder of models and settings. */
    public InstallDir(Path root) {
        this(root, Map.of());
    }

    /** The same installation for the user of an environment. */
    public InstallDir withEnvironment(Map<String, String> variables) {
        return new InstallDir(root, variables);
    }

    /** The user's own models and settings. */
    public UserFolder user() {
        return UserFolder.of(environment);
    }

    /** The installation of this process: what the launcher says, else the working folder. */
    public static InstallDir ofProcess() {
        return new InstallDir(
                Path.of(System.getProperty(PROPERTY, ".")).toAbsolutePath().normalize());
    }

    /** The folder of shipped models. */
    public Path models() {
        return root.resolve("models");
    }

    /** The catalogue of models that can be installed. */
    public Path catalog() {
        return configs().resolve("models.yaml");
    }

    /** The folder of shipped settings. */
    public Path configs() {
        return root.resolve("configs");
    }

    /**
     * The settings file of a preset.
     *
     * @throws MissingInputException if there is no preset of this name
     */
    Path preset(String name) {
        return named(configs().resolve("presets"), "--preset", name);
    }

    /**
     * A settings file: the given path, or a name from the shipped settings.
     *
     * @throws MissingInputException if there is no such file
     */
    Path config(String nameOrFile) {
        Path file = PathOption.parse("--config", nameOrFile);
        return Files.exists(file) ? file : named(configs(), "--config", nameOrFile);
    }

    /**
     * The file of a target: the given path, or a name from the shipped targets.
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

    /** The names that a folder has, in words. */
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
            return names.isEmpty() ? "" : " (it has " + names + ")";
        } catch (IOException e) {
            return "";
        }
    }
}
