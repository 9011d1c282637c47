package org.biggantune.domain;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * The user's choice of device and libtorch, and which programs may run.
 *
 * @param kind the kind of device
 * @param index the zero-based index among devices of the kind; 0 for the CPU
 * @param libtorch the folder of an existing libtorch or PyTorch; empty to let the tool choose one
 * @param trusting whether programs may call any operator, or only operators known to be harmless
 */
public record DeviceChoice(Kind kind, int index, Optional<Path> libtorch, boolean trusting) {
    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    /** The kinds of device. */
    public enum Kind {
        /** The first CUDA device if there is one, else the CPU. */
        AUTO,
        /** The CPU. */
        CPU,
        /** A CUDA device; its absence is an error. */
        CUDA
    }

    /** Creates a choice that leaves the libtorch to the tool. */
    public DeviceChoice(Kind kind, int index) {
        this(kind, index, Optional.empty(), false);
    }

    /** Returns a copy with a libtorch chosen by the user. */
    public DeviceChoice withLibtorch(Path folder) {
        return new DeviceChoice(kind, index, Optional.of(folder), trusting);
    }

    /** Returns a copy that lets programs call any operator. */
    public DeviceChoice trustingAll() {
        return new DeviceChoice(kind, index, libtorch, true);
    }

    /** Whether a GPU is required or used if available. */
    public boolean mayBeCuda() {
        return kind != Kind.CPU;
    }

    /**
     * Parses {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}.
     *
     * @throws InvalidOptionException for any other text
     */
    public static DeviceChoice parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Matcher cuda = CUDA.matcher(lower);
        if (cuda.matches()) {
            return new DeviceChoice(Kind.CUDA, cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
        }
        return switch (lower) {
            case "auto" -> new DeviceChoice(Kind.AUTO, 0);
            case "cpu" -> new DeviceChoice(Kind.CPU, 0);
            default ->
                throw new InvalidOptionException(
                        "--device " + text + ": expected auto, cpu, cuda or cuda:N, such as cuda:0");
        };
    }

    @Override
    public String toString() {
        return kind == Kind.CUDA ? "cuda:" + index : kind.name().toLowerCase(Locale.ROOT);
    }
}
