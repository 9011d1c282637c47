package org.biggantune.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Scanner;
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

    /** The encoding that text has to be written in; Java 17 by itself does not know that of each stream. */
    public Charset charset() {
        return Charset.forName(System.getProperty(encoding, System.getProperty("native.encoding", "UTF-8")));
    }

    /** Whether it is a terminal. */
    boolean isTerminal() {
        return Boolean.getBoolean(terminal);
    }

    /** The terminal's columns at this moment; empty where there is no terminal. Takes some milliseconds. */
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

    /**
     * What {@code stty} says of the terminal; 0 where it says nothing. JNA could ask the system itself, but is kept from
     * loading its native part, as then DJL would look for GPUs at each start.
     */
    private int ofTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/fd/" + descriptor).toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (Scanner numbers = new Scanner(stty.getInputStream(), StandardCharsets.US_ASCII)) {
                return numbers.hasNextInt() && numbers.nextInt() >= 0 && numbers.hasNextInt() ? numbers.nextInt() : 0;
            }
        } catch (IOException e) {
            return 0;
        }
    }
}
