package org.biggantune.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of this process that lies in RAM, as Linux counts it in {@code /proc/self/status}; unknown on other systems.
 * It holds the Java heap, models, tensors, and what allocators keep for later.
 */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final int KIBI = 1024;

    private ResidentMemory() {}

    /** The bytes of another process that are resident now; empty where that is not known, or it has ended. */
    public static OptionalLong of(long process) {
        return field("VmRSS", Path.of("/proc", Long.toString(process), "status"));
    }

    /** The bytes resident now. */
    public static OptionalLong now() {
        return field("VmRSS");
    }

    /** The most bytes that were resident since the start or the last {@link #forgetPeak}. */
    public static OptionalLong peak() {
        return field("VmHWM");
    }

    /** Lets the peak start anew from now (Linux 4.0 and later); false where that is not allowed. */
    public static boolean forgetPeak() {
        try {
            Files.writeString(CLEAR, "5");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static OptionalLong field(String name) {
        return field(name, STATUS);
    }

    private static OptionalLong field(String name, Path file) {
        try {
            return field(name, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** A field of a status file's text, in bytes. */
    static OptionalLong field(String name, String status) {
        Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB$").matcher(status);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) * KIBI) : OptionalLong.empty();
    }
}
