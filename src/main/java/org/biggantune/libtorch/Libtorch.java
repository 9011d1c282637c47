package org.biggantune.libtorch;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.biggantune.domain.failure.DeviceUnavailableException;

/**
 * A libtorch to load.
 *
 * @param folder where its libraries lie; of the bundled one, where they lie once they are unpacked
 * @param version its version, such as {@code 2.7.1} or {@code 2.7.1+cu128}
 * @param flavour {@code cpu}, or {@code cu} and the CUDA version that it was built for, such as {@code cu128}
 * @param source why it is this one
 */
public record Libtorch(Path folder, String version, String flavour, Source source) {
    static final String CPU = "cpu";

    /**
     * The flavour that the CUDA bridge was built with; what it calls does not depend on CUDA's minor version, and so it
     * serves the others as well.
     */
    static final String BRIDGE = "cu128";

    /** What names a libtorch, the stronger one first. */
    public enum Source {
        /** The user's {@code --libtorch}. */
        OPTION("--libtorch"),
        /** DJL's own environment variable. */
        ENVIRONMENT("PYTORCH_LIBRARY_PATH"),
        /** The CUDA libraries in the cache. */
        INSTALLED("installed by doctor --install cuda"),
        /** The CPU libraries that the tool brings along. */
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
     * As it is loaded for a device. For the processor as one without CUDA: DJL would load parts that ask for a driver, which
     * a login node may lack.
     *
     * @param gpu the GPU; empty for the processor
     */
    public Libtorch on(OptionalInt gpu) {
        boolean told = source == Source.OPTION || source == Source.INSTALLED;
        return gpu.isEmpty() && told ? new Libtorch(folder, version, CPU, source) : this;
    }

    /** Whether it can drive a GPU. */
    boolean cuda() {
        return flavour.startsWith("cu");
    }

    /** The CUDA that it was built for without what follows the point; empty for the CPU or where unknown. */
    OptionalInt cudaMajor() {
        return flavour.matches("cu\\d{3}.*")
                ? OptionalInt.of(Integer.parseInt(flavour.substring(2, 4)))
                : OptionalInt.empty();
    }

    /** The flavour of the JNI library that goes with it. */
    String bridge() {
        return cuda() ? BRIDGE : CPU;
    }

    /**
     * What DJL has to be told to load it, by variables of the environment or system properties. Nothing for the bundled
     * one, which DJL finds by itself, nor for one of the environment.
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
                LibtorchFolder.notNeeded());
    }

    /**
     * Refuses an environment that says something else than {@link #settings}, since DJL asks the environment first.
     *
     * @throws DeviceUnavailableException if it contradicts
     */
    void checkEnvironment(Map<String, String> environment) {
        new TreeMap<>(settings()).forEach((name, value) -> {
            String other = environment.get(name);
            if (other != null && !other.equals(value) && !name.endsWith("EXCLUSION")) {
                throw new DeviceUnavailableException(
                        this + ": " + name + "=" + other + " in the environment says something else; unset it");
            }
        });
    }

    /** Such as {@code libtorch 2.7.1 cu128 (--libtorch) in /opt/libtorch/lib}. */
    @Override
    public String toString() {
        return "libtorch " + version + " " + flavour + " (" + source + ") in " + folder;
    }
}
