package org.biggantune.domain;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * The device that a user asks for, the libtorch to drive it, and which programs may run there.
 *
 * @param kind which kind of device
 * @param index which one of its kind, counted from zero; 0 for the CPU
 * @param libtorch the folder of an existing libtorch or PyTorch; empty where the tool is to choose one
 * @param trusting whether programs run whatever their code calls; else those that call harmless operators only
 */
public record DeviceChoice(Kind kind, int index, Optional<Path> libtorch, boolean trusting) {
    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    /** The kinds of device. */
    public enum Kind {
        /** The first CUDA device where there is one, else the CPU. */
        AUTO,
        /** The CPU. */
        CPU,
        /** A CUDA device; its absence is an error. */
        CUDA
    }

    /** A device with a libtorch of the tool's choice. */
    public DeviceChoice(Kind kind, int index) {
        this(kind, index, Optional.empty(), false);
    }

    /** This device with a libtorch of the user's. */
    public DeviceChoice withLibtorch(Path folder) {
        return new DeviceChoice(kind, index, Optional.of(folder), trusting);
    }

    /** This device, for programs whatever their code calls. */
    public DeviceChoice trustingAll() {
        return new DeviceChoice(kind, index, libtorch, true);
    }

    /** Whether a GPU is wanted, or taken where there is one. */
    public boolean mayBeCuda() {
        return kind != Kind.CPU;
    }

    /**
     * Reads {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}.
     *
     * @throws InvalidOptionException if the text is none of them
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
