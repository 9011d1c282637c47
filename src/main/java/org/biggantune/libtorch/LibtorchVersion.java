package org.biggantune.libtorch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.domain.PathOption;
import org.biggantune.domain.failure.DeviceUnavailableException;

/**
 * Checks the version of a libtorch before it is loaded: one other than the JNI library was built for would crash the
 * process.
 */
public final class LibtorchVersion {
    /** The version that the build's {@code pytorch-jni} is made for. */
    public static final String REQUIRED = "2.7.1";

    private static final String PATH = "PYTORCH_LIBRARY_PATH";
    private static final Pattern WHEEL = Pattern.compile("__version__\\s*=\\s*['\"]([^'\"]+)['\"]");

    private LibtorchVersion() {}

    /**
     * Checks the libtorch named by {@code PYTORCH_LIBRARY_PATH}, if any.
     *
     * @throws DeviceUnavailableException if it is not usable
     */
    static void checkEnvironment(Map<String, String> environment) {
        String override = environment.get(PATH);
        if (override == null || override.isBlank()) {
            return;
        }
        Path folder = folder(override);
        String found = installed(folder).orElse(environment.getOrDefault("PYTORCH_VERSION", "unknown"));
        if (!fits(found)) {
            throw new DeviceUnavailableException(PATH + " " + override + ": libtorch " + found + " found, expected "
                    + REQUIRED + "; unset the variable to use the bundled one");
        }
        if (!environment.containsKey("PYTORCH_VERSION") || !environment.containsKey("PYTORCH_FLAVOR")) {
            throw new DeviceUnavailableException(PATH + " " + override + ": set PYTORCH_VERSION=" + REQUIRED
                    + " and PYTORCH_FLAVOR (cpu or " + Libtorch.BRIDGE + ") as well");
        }
        String flavour = environment.get("PYTORCH_FLAVOR");
        if (!flavour.equals(Libtorch.CPU) && !flavour.equals(Libtorch.BRIDGE)) {
            throw new DeviceUnavailableException(PATH + " " + override + ": PYTORCH_FLAVOR=" + flavour
                    + ", expected cpu or " + Libtorch.BRIDGE + ", which serves every CUDA version");
        }
    }

    /** Whether the JNI library works with a version, such as {@code 2.7.1+cu128}. */
    static boolean fits(String version) {
        return version.equals(REQUIRED) || version.startsWith(REQUIRED + "+");
    }

    /**
     * Returns the libtorch named by the environment; empty if it names none.
     *
     * @throws DeviceUnavailableException if it is not usable
     */
    static Optional<Libtorch> ofEnvironment(Map<String, String> environment) {
        checkEnvironment(environment);
        String override = environment.get(PATH);
        if (override == null || override.isBlank()) {
            return Optional.empty();
        }
        Path folder = folder(override);
        return Optional.of(new Libtorch(
                folder,
                installed(folder).orElse(REQUIRED),
                Objects.requireNonNull(environment.get("PYTORCH_FLAVOR")),
                Libtorch.Source.ENVIRONMENT));
    }

    private static Path folder(String override) {
        Path path = PathOption.parse(PATH, override);
        if (Files.isRegularFile(path)) {
            return Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
        }
        if (!Files.isDirectory(path)) {
            throw new DeviceUnavailableException(PATH + " " + override + ": no such folder");
        }
        return path;
    }

    /**
     * Reads the version of an installation from libtorch's {@code build-version} or a Python wheel's {@code
     * version.py}.
     */
    static Optional<String> installed(Path folder) {
        for (Path root : List.of(folder, folder.resolve(".."))) {
            Optional<String> build = text(root.resolve("build-version")).map(String::strip);
            if (build.isPresent()) {
                return build;
            }
            Optional<String> wheel = text(root.resolve("version.py"))
                    .map(WHEEL::matcher)
                    .filter(Matcher::find)
                    .map(match -> match.group(1));
            if (wheel.isPresent()) {
                return wheel;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
