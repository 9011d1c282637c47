package org.biggantune.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.biggantune.domain.VisibleText;
import org.biggantune.run.Progress;

/** Progress on standard error: a bar on a terminal, a line now and then elsewhere. */
final class TerminalProgress implements Progress {
    private static final Duration LINE_EVERY = Duration.ofSeconds(10);
    private static final int WIDTH = 100;

    private final PrintWriter err;
    private final boolean terminal;
    private ProgressBar bar;
    private String task = "";
    private long total;
    private Instant lastLine = Instant.MIN;

    private TerminalProgress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** Progress on a writer, or none where it is to be quiet. */
    static Progress on(PrintWriter err, boolean quiet) {
        return quiet ? Progress.NONE : new TerminalProgress(err, StandardStream.ERROR.isTerminal());
    }

    @Override
    public void begin(String name, long units) {
        task = VisibleText.line(name);
        total = units;
        lastLine = Instant.now();
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(units)
                    .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                    .setUpdateIntervalMillis(200)
                    .setMaxRenderedLength(WIDTH)
                    .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
                    .build();
        }
    }

    @Override
    public void resize(long units) {
        total = units;
        if (bar != null) {
            bar.maxHint(units);
        }
    }

    @Override
    public void advance(long done, String note) {
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(" " + VisibleText.line(note));
        } else if (Duration.between(lastLine, Instant.now()).compareTo(LINE_EVERY) >= 0) {
            lastLine = Instant.now();
            say(String.format(Locale.ROOT, "%s: %d of %d, %s", task, done, total, note));
        }
    }

    @Override
    public void end() {
        if (bar != null) {
            bar.close();
            bar = null;
            err.println();
            err.flush();
        }
    }

    @Override
    public void say(String line) {
        err.println(VisibleText.line(line));
        err.flush();
    }

    private void draw(String text) {
        err.print("\r" + text);
        err.flush();
    }
}
