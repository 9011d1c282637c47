package org.biggantune.cli;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.OptionalInt;
import org.biggantune.report.Page;

/** A stream that this process was started with: its encoding, and the terminal behind it if there is one. */
public enum StandardStream {
    /** Standard output. */
    OUTPUT(1, "stdout.encoding", "biggantune.stdout.terminal"),
    /** Standard error. */
    ERROR(2, "stderr.encoding", "biggantune.stderr.terminal");

    /** What {@code COLUMNS} has to be at least to be believed. */
    private static final int LEAST_COLUMNS = 10;

    private static final int USUAL_COLUMNS = 80;

    private final int descriptor;
    private final String encoding;

    /** The property by which the launcher says that the stream is a terminal. */
    private final String terminal;

    StandardStream(int descriptor, String encoding, String terminal) {
        this.descriptor = descriptor;
        this.encoding = encoding;
        this.terminal = terminal;
    }

    /** The C library's function that knows a terminal's size. */
    interface Terminals extends Library {
        /** Fills in a {@code struct winsize}: rows, columns, width and height in pixels, two bytes each. */
        int ioctl(int descriptor, NativeLong request, Object... arguments);
    }

    /** Loaded when a terminal is asked for the first time. */
    private static final class CLibrary {
        /** {@code TIOCGWINSZ}, which has another number on macOS. */
        private static final NativeLong WINDOW_SIZE = new NativeLong(Platform.isMac() ? 0x40087468L : 0x5413L);

        private static final Terminals TERMINALS = Native.load(Platform.C_LIBRARY_NAME, Terminals.class);
    }

    /** The encoding that text has to be written in; Java 17 by itself does not know that of each stream. */
    public Charset charset() {
        return Charset.forName(System.getProperty(encoding, System.getProperty("native.encoding", "UTF-8")));
    }

    /** Whether it is a terminal. */
    boolean isTerminal() {
        return Boolean.getBoolean(terminal);
    }

    /** The terminal's columns at this moment; empty where there is no terminal. */
    OptionalInt columns() {
        return isTerminal() ? OptionalInt.of(columns(ofTerminal(), System.getenv())) : OptionalInt.empty();
    }

    /** The page that it is. */
    Page page() {
        return new Page(charset(), this::columns);
    }

    /**
     * What to count with.
     *
     * @param told what the terminal says; 0 where it does not know, as a serial line
     * @param environment whose {@code COLUMNS} is the next to be asked
     */
    static int columns(int told, Map<String, String> environment) {
        if (told > 0) {
            return told;
        }
        String columns = environment.getOrDefault("COLUMNS", "").strip();
        int given = columns.matches("[0-9]{1,5}") ? Integer.parseInt(columns) : 0;
        return given >= LEAST_COLUMNS ? given : USUAL_COLUMNS;
    }

    private int ofTerminal() {
        try (Memory size = new Memory(4 * Short.BYTES)) {
            size.clear();
            CLibrary.TERMINALS.ioctl(descriptor, CLibrary.WINDOW_SIZE, size);
            return Short.toUnsignedInt(size.getShort(Short.BYTES));
        } catch (LinkageError e) {
            // JNA could not unpack its library; the width then is a guess.
            return 0;
        }
    }
}
