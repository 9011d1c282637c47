package org.biggantune.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.report.TextWidth;

/**
 * The progress of a run as one line of text.
 *
 * @param series the position of this task in the run, such as {@code class 3 of 100}; empty if it is the only one
 * @param task the task's name
 * @param phase the task's current phase; empty if it has none
 * @param done the units done of the phase, or of the task if it has no phases
 * @param total the units in all; 0 if unknown
 * @param share the fraction of the task that is done, from 0 to 1
 * @param left the time left for the task, if known
 * @param runLeft the time left for the whole run, if known
 * @param note the latest figures, separated by commas
 */
record ProgressLine(
        String series,
        String task,
        String phase,
        long done,
        long total,
        OptionalDouble share,
        Optional<Duration> left,
        Optional<Duration> runLeft,
        String note) {
    private static final String GAP = "  ";
    private static final int LONGEST_BAR = 20;
    private static final int SHORTEST_BAR = 5;
    private static final int SHORTEST_NOTE = 8;
    private static final int PERCENT = 100;

    /** The characters of a bar, from empty to full in eighths of a block. */
    static final String BLOCKS = " ▏▎▍▌▋▊▉█";

    private static final int EIGHTHS = 8;

    /** The start of a line, and the text after its bar. */
    private record Frame(String head, String tail) {
        private int width() {
            return TextWidth.of(head) + TextWidth.of(tail);
        }
    }

    /** Returns the line for a log, without a bar. */
    String plain() {
        StringBuilder line = new StringBuilder(series).append(series.isEmpty() ? "" : ", ");
        line.append(task).append(phase.isEmpty() ? "" : ": " + phase);
        if (total > 0) {
            line.append(phase.isEmpty() ? ": " : " ")
                    .append(done)
                    .append(" of ")
                    .append(total);
        }
        line.append(note.isEmpty() ? "" : ", " + note);
        String times = times(true);
        return line.append(times.isEmpty() ? "" : "; " + times).toString();
    }

    /**
     * Returns the line for a terminal. Parts that do not fit are dropped, the least important first.
     *
     * @param columns the width available, at least 1
     * @param blocks whether the terminal can show block characters
     */
    String drawn(int columns, boolean blocks) {
        List<Frame> frames = frames();
        for (int i = 0; i < frames.size(); i++) {
            // Prefer a bar to the extra text of the two longest frames.
            int wanted = i < 2 && share.isPresent() ? GAP.length() + SHORTEST_BAR : 0;
            Frame frame = frames.get(i);
            if (frame.width() + wanted <= columns) {
                return filled(frame, columns - frame.width(), blocks);
            }
        }
        Frame last = frames.get(frames.size() - 1);
        int room = columns - TextWidth.of(last.tail());
        return room < 2
                ? TextWidth.cut(task, columns)
                : filled(new Frame(TextWidth.cut(task, room), last.tail()), 0, blocks);
    }

    private List<Frame> frames() {
        String count = total > 0 ? done + "/" + total : "";
        String at = (phase + " " + count).strip();
        String full = task + (at.isEmpty() ? "" : ": " + at);
        String brief = series.replaceAll("^\\D*(\\d+) of (\\d+)$", "$1/$2");
        String percent = share.isPresent() ? GAP + percent() : "";
        List<Frame> frames = new ArrayList<>();
        frames.add(new Frame(series.isEmpty() ? full : series + ", " + full, percent + tail(times(true))));
        String heading = series.isEmpty() ? full : brief + " " + full;
        frames.add(new Frame(heading, percent + tail(times(true))));
        frames.add(new Frame(heading, percent + tail(times(false))));
        frames.add(new Frame(full, percent + tail(times(false))));
        frames.add(new Frame(full, percent));
        frames.add(new Frame(task + (phase.isEmpty() ? "" : ": " + phase), percent));
        frames.add(new Frame(task, percent));
        return frames;
    }

    /** Inserts a bar between head and tail and appends the note, as far as there is room. */
    private String filled(Frame frame, int room, boolean blocks) {
        StringBuilder line = new StringBuilder(frame.head());
        int left = room;
        int bar = Math.min(LONGEST_BAR, left - GAP.length());
        if (share.isPresent() && bar >= SHORTEST_BAR) {
            line.append(GAP).append(bar(bar, blocks));
            left -= GAP.length() + bar;
        }
        line.append(frame.tail());
        String shown = note(left - GAP.length());
        return shown.isEmpty()
                ? line.toString()
                : line.append(GAP).append(shown).toString();
    }

    /** Returns as many of the note's parts as fit, the first one cut if necessary. */
    private String note(int columns) {
        if (note.isEmpty() || columns < SHORTEST_NOTE) {
            return "";
        }
        String shown = note;
        while (TextWidth.of(shown) > columns && shown.contains(", ")) {
            shown = shown.substring(0, shown.lastIndexOf(", "));
        }
        return TextWidth.cut(shown, columns);
    }

    private String bar(int columns, boolean blocks) {
        int eighths = (int) Math.floor(share.orElse(0) * columns * EIGHTHS);
        if (!blocks) {
            int full = eighths / EIGHTHS;
            return "#".repeat(full) + ".".repeat(columns - full);
        }
        StringBuilder bar = new StringBuilder();
        for (int c = 0; c < columns; c++) {
            bar.append(BLOCKS.charAt(Math.max(0, Math.min(EIGHTHS, eighths - c * EIGHTHS))));
        }
        return bar.toString();
    }

    private String percent() {
        // Rounded down: 100 % means done.
        return String.format(Locale.ROOT, "%2d %%", (int) Math.floor(share.orElse(0) * PERCENT));
    }

    private static String tail(String times) {
        return times.isEmpty() ? "" : GAP + times;
    }

    private String times(boolean ofRun) {
        String own = left.map(time -> clock(time) + " left").orElse("");
        String all = ofRun ? runLeft.map(time -> ", run " + clock(time)).orElse("") : "";
        return own + all;
    }

    private static String clock(Duration time) {
        String seconds = String.format(Locale.ROOT, "%02d", time.toSecondsPart());
        return time.toHours() == 0
                ? time.toMinutes() + ":" + seconds
                : String.format(Locale.ROOT, "%d:%02d:%s", time.toHours(), time.toMinutesPart(), seconds);
    }
}
