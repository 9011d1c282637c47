package org.biggantune.libtorch;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.biggantune.domain.failure.DeviceUnavailableException;

/**
 * A libtorch installation.
 *
 * @param folder the folder with its libraries; for the bundled one, where they are unpacked
 * to
 * @param version its version, such as {@code 2.7.1} or {@code 2.7.1+cu128}
 * @param flavour {@code cpu}, or {@code cu} and the CUDA version it was built for, such as {@code cu128}
 * @param source what selected it
 */
public record Libtorch(Path folder, String version, String flavour, Source source) {
    static final String CPU = "cpu";

    /**
     * The flavour of DJL's JNI library for CUDA. It does not depend on CUDA's minor version, so it works with other
     * flavours as well.
     */
    static final String BRIDGE = "cu128";

    /** What selects a libtorch, in order of precedence. */
    public enum Source {
        /** The user's {@code --libtorch}. */
        OPTION("--libtorch"),
        /** DJL's own environment variable. */
        ENVIRONMENT("PYTORCH_LIBRARY_PATH"),
        /** The CUDA libraries in the cache. */
        INSTALLED("installed by doctor --install cuda"),
        /** The CPU libraries bundled with the tool. */
        BUNDLED("bundled");

        private final String text;

        Source(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Returns this libtorch as loaded for a device. For the CPU it counts as one without CUDA, because DJL would
     * otherwise load parts that need a driver, which a login node may lack.
     *
     * @param gpu the GPU; empty for the CPU
     */
    public Libtorch on(OptionalInt gpu) {
        boolean explicit = source == Source.OPTION || source == Source.INSTALLED;
        return gpu.isEmpty() && explicit ? new Libtorch(folder, version, CPU, source) : this;
    }

    /** Whether it supports GPUs. */
    boolean cuda() {
        return flavour.startsWith("cu");
    }

    /** Returns the major version of the CUDA it was built for; empty for the CPU or if unknown. */
    OptionalInt cudaMajor() {
        return flavour.matches("cu\\d{3}.*")
                ? OptionalInt.of(Integer.parseInt(flavour.substring(2, 4)))
                : OptionalInt.empty();
    }

    /** Returns the flavour of the matching JNI library. */
    String bridge() {
        return cuda() ? BRIDGE : CPU;
    }

    /**
     * Returns the settings that make DJL load it, as environment variables or system properties. Empty for the bundled
     * one, which DJL finds by itself, and for one from the environment.
     */
    Map<String, String> settings() {
        if (source != Source.OPTION && source != Source.INSTALLED) {
            return Map.of();
        }
        return Map.of(
                "PYTORCH_LIBRARY_PATH",
                folder.toString(),
                "PYTORCH_VERSION",
                LibtorchVersion.REQUIRED,
                "PYTORCH_FLAVOR",
                bridge(),
                "PYTORCH_LIBRARY_EXCLUSION",
                LibtorchFolder.excluded());
    }

    /**
     * Rejects an environment that contradicts {@link #settings}, because DJL gives precedence to the environment.
     *
     * @throws DeviceUnavailableException if a variable contradicts a setting
     */
    void checkEnvironment(Map<String, String> environment) {
        new TreeMap<>(settings()).forEach((name, value) -> {
            String other = environment.get(name);
            if (other != null && !other.equals(value) && !name.endsWith("EXCLUSION")) {
                throw new DeviceUnavailableException(
                        this + ": " + name + "=" + other + " in the environment selects another one; unset it");
            }
        });
    }

    /** Returns for example {@code libtorch 2.7.1 cu128 (--libtorch) in /opt/libtorch/lib}. */
    @Override
    public String toString() {
        return "libtorch " + version + " " + flavour + " (" + source + ") in " + folder;
    }
}
