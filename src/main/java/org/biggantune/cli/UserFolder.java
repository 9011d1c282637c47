package org.biggantune.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.biggantune.domain.failure.CannotCreateException;

/**
 * Where a user's own models and settings lie. {@code BIGGAN_TUNE_HOME} names one folder for all; else the models follow
 * {@code XDG_DATA_HOME} and the settings {@code XDG_CONFIG_HOME}, which for the settings counts before {@code
 * BIGGAN_TUNE_HOME}. Nothing need exist.
 *
 * @param root the folder of models and of what is fetched; empty for a user without a home
 * @param settings the file of settings; empty likewise
 */
public record UserFolder(Optional<Path> root, Optional<Path> settings) {
    /** The variable that names the folder. */
    public static final String VARIABLE = "BIGGAN_TUNE_HOME";

    private static final String TOOL = "biggan-tune";
    private static final String SETTINGS = "config.yaml";

    /** The folder that an environment names. Relative paths count for {@code BIGGAN_TUNE_HOME} alone, as XDG has it. */
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
     * The folder.
     *
     * @throws CannotCreateException if the user has none
     */
    public Path required() {
        return root.orElseThrow(() -> new CannotCreateException(
                "this user has no home folder to install models in; name one by " + VARIABLE));
    }

    /**
     * The file of settings.
     *
     * @throws CannotCreateException if the user has no place for one
     */
    public Path requiredSettings() {
        return settings.orElseThrow(() ->
                new CannotCreateException("this user has no home folder to keep settings in; name one by " + VARIABLE));
    }

    /** The folder of installed models, which need not exist. */
    public Optional<Path> models() {
        return root.map(folder -> folder.resolve("models"));
    }

    /** The user's own catalogue of models, which need not exist. */
    public Optional<Path> catalog() {
        return root.map(folder -> folder.resolve("models.yaml"));
    }
}
