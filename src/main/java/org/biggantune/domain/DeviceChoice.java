package org.biggantune.domain;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The device that a user asks for.
 *
 * @param kind which kind of device
 * @param index which one of its kind, counted from zero; 0 for the CPU
 */
public record DeviceChoice(Kind kind, int index) {
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
