package org.biggantune.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resident memory of a process from Linux's {@code /proc/PID/status}; unknown on other systems. It includes the
 * Java heap, models, tensors and memory cached by allocators.
 */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final int KIBI = 1024;

    private ResidentMemory() {}

    /** Returns the resident bytes of another process; empty if unknown or if the process has ended. */
    public static OptionalLong of(long process) {
        return field("VmRSS", Path.of("/proc", Long.toString(process), "status"));
    }

    /** Returns the resident bytes of this process; empty if unknown. */
    public static OptionalLong now() {
        return field("VmRSS");
    }

    /** Returns the peak of the resident bytes since the start or the last {@link #resetPeak}; empty if unknown. */
    public static OptionalLong peak() {
        return field("VmHWM");
    }

    /** Resets the peak (Linux 4.0 and later); returns false if that is not possible. */
    public static boolean resetPeak() {
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

    /** Returns a field of a status file's text, in bytes. */
    static OptionalLong field(String name, String status) {
        Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB$").matcher(status);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) * KIBI) : OptionalLong.empty();
    }
}
