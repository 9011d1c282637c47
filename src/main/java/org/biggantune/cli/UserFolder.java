package org.biggantune.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.biggantune.domain.failure.CannotCreateException;

/**
 * The location of a user's own models and settings. Models are in {@code BIGGAN_TUNE_HOME}, else below {@code
 * XDG_DATA_HOME}; settings are below {@code XDG_CONFIG_HOME}, else in {@code BIGGAN_TUNE_HOME}. Nothing need exist.
 *
 * @param root the folder of models and downloads; empty for a user without a home folder
 * @param settings the settings file; empty for a user without a home folder
 */
public record UserFolder(Optional<Path> root, Optional<Path> settings) {
    /** The environment variable that names the folder. */
    public static final String VARIABLE = "BIGGAN_TUNE_HOME";

    private static final String TOOL = "biggan-tune";
    private static final String SETTINGS = "config.yaml";

    /** Finds the folder. A relative path is accepted in {@code BIGGAN_TUNE_HOME} only, as the XDG specification demands. */
    static UserFolder of(Map<String, String> environment) {
        Optional<Path> named = Optional.ofNullable(environment.get(VARIABLE))
                .filter(value -> !value.isBlank())
                .map(value -> Path.of(value).toAbsolutePath().normalize());
        Optional<Path> home = absolute(environment, "HOME");
        Optional<Path> root = named.or(() -> absolute(environment, "XDG_DATA_HOME")
                .or(() -> home.map(folder -> folder.resolve(".local").resolve("share")))
                .map(folder -> folder.resolve(TOOL)));
        Optional<Path> settings = absolute(environment, "XDG_CONFIG_HOME")
                .map(folder -> folder.resolve(TOOL))
                .or(() -> named)
                .or(() -> home.map(folder -> folder.resolve(".config").resolve(TOOL)));
        return new UserFolder(root, settings.map(folder -> folder.resolve(SETTINGS)));
    }

    private static Optional<Path> absolute(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).map(Path::of).filter(Path::isAbsolute);
    }

    /**
     * Returns the folder.
     *
     * @throws CannotCreateException if the user has none
     */
    public Path required() {
        return root.orElseThrow(() -> new CannotCreateException(
                "this user has no home folder to install models in; set " + VARIABLE + " to a folder"));
    }

    /**
     * Returns the settings file.
     *
     * @throws CannotCreateException if the user has no folder for one
     */
    public Path requiredSettings() {
        return settings.orElseThrow(() -> new CannotCreateException(
                "this user has no home folder to keep settings in; set " + VARIABLE + " to a folder"));
    }

    /** Returns the folder of installed models, which need not exist. */
    public Optional<Path> models() {
        return root.map(folder -> folder.resolve("models"));
    }

    /** Returns the user's own catalogue of models, which need not exist. */
    public Optional<Path> catalog() {
        return root.map(folder -> folder.resolve("models.yaml"));
    }
}
