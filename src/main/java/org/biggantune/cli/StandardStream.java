package org.biggantune.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Scanner;
import org.biggantune.report.Page;

/** A standard stream of this process: its encoding, and its terminal if it has one. */
public enum StandardStream {
    /** Standard output. */
    OUTPUT(1, "stdout.encoding", "biggantune.stdout.terminal"),
    /** Standard error. */
    ERROR(2, "stderr.encoding", "biggantune.stderr.terminal");

    /** The smallest value of {@code COLUMNS} that is accepted. */
    private static final int LEAST_COLUMNS = 10;

    private static final int USUAL_COLUMNS = 80;

    private final int descriptor;
    private final String encoding;

    /** The system property with which the launcher reports that the stream is a terminal. */
    private final String terminal;

    StandardStream(int descriptor, String encoding, String terminal) {
        this.descriptor = descriptor;
        this.encoding = encoding;
        this.terminal = terminal;
    }

    /** Returns the stream's encoding; Java 17 itself does not distinguish those of the two streams. */
    public Charset charset() {
        return Charset.forName(System.getProperty(encoding, System.getProperty("native.encoding", "UTF-8")));
    }

    /** Returns whether the stream is a terminal. */
    boolean isTerminal() {
        return Boolean.getBoolean(terminal);
    }

    /** Returns the terminal's current width; empty if there is no terminal. Takes some milliseconds. */
    OptionalInt columns() {
        return isTerminal() ? OptionalInt.of(columns(ofTerminal(), System.getenv())) : OptionalInt.empty();
    }

    /** Returns the page that reports are laid out for. */
    Page page() {
        return new Page(charset(), this::columns);
    }

    /**
     * Returns the width to use: the terminal's, else that of {@code COLUMNS}, else 80.
     *
     * @param reported the width that the terminal reports; 0 if it has none, as on a serial line
     * @param environment the environment variables
     */
    static int columns(int reported, Map<String, String> environment) {
        if (reported > 0) {
            return reported;
        }
        String columns = environment.getOrDefault("COLUMNS", "").strip();
        int given = columns.matches("[0-9]{1,5}") ? Integer.parseInt(columns) : 0;
        return given >= LEAST_COLUMNS ? given : USUAL_COLUMNS;
    }

    /**
     * Returns the width that {@code stty} reports; 0 if it reports none. JNA could ask the system directly, but its native
     * part must not be loaded, since DJL would then look for GPUs at every start.
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
