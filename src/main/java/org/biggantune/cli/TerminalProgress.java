package org.biggantune.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.biggantune.domain.Progress;
import org.biggantune.domain.VisibleText;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;
import org.biggantune.report.TextWidth;
import org.jspecify.annotations.Nullable;

/**
 * Shows progress on standard error. On a terminal it redraws one line, as wide as the terminal, with carriage returns and
 * blanks but no escape sequences. Elsewhere it prints a line every ten seconds.
 */
public final class TerminalProgress implements Progress {
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long DRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long TICK_MILLIS = 1000;
    private static final String ELLIPSIS = "…";

    private final PrintWriter err;

    /** Has columns if lines are drawn on a terminal, and none otherwise. */
    private final Page page;

    private final LongSupplier clock;
    private final TimeLeft time = new TimeLeft();
    private @Nullable ScheduledExecutorService ticker;
    private @Nullable ScheduledFuture<?> ticking;

    private String nextSeries = "";
    private int toCome;
    private String series = "";
    private String task = "";
    private String phase = "";
    private long phaseDone;
    private long phaseTotal;
    private long done;
    private long total;
    private String note = "";
    private boolean begun;

    private long lastLine;
    private long lastDrawn;

    /** The width of the line on the screen. */
    private int drawnColumns;

    /**
     * Creates progress on a writer.
     *
     * @param err receives the lines
     * @param page the terminal or file; its width is looked up at each drawing
     * @param clock the time in nanoseconds
     */
    TerminalProgress(PrintWriter err, Page page, LongSupplier clock) {
        this.err = err;
        this.page = page;
        this.clock = clock;
        this.lastLine = clock.getAsLong();
    }

    /** Returns progress on a writer, or {@link Progress#NONE} if {@code quiet}. */
    public static Progress on(PrintWriter err, boolean quiet) {
        if (quiet) {
            return NONE;
        }
        StandardStream stream = StandardStream.ERROR;
        boolean drawn = stream.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        Supplier<OptionalInt> columns =
                drawn ? new WatchedWidth(stream::columns, System::nanoTime).listening() : OptionalInt::empty;
        return new TerminalProgress(err, new Page(stream.charset(), columns), System::nanoTime);
    }

    @Override
    public synchronized void series(String kind, int number, int count, int tasksToCome) {
        nextSeries = count > 1 ? String.format(Locale.ROOT, "%s %d of %d", kind, number, count) : "";
        toCome = tasksToCome;
    }

    @Override
    public synchronized void begin(String name, long units) {
        series = nextSeries;
        task = VisibleText.line(name);
        phase = "";
        phaseTotal = 0;
        done = 0;
        total = units;
        note = "";
        time.begin(clock.getAsLong(), series.isEmpty() ? 0 : toCome);
        nextSeries = "";
        begun = true;
        draw();
        startTicking();
    }

    @Override
    public synchronized void resize(long units) {
        total = units;
    }

    @Override
    public synchronized void phase(String name, long finished, long of) {
        boolean another = !phase.equals(name);
        phase = name;
        phaseDone = finished;
        phaseTotal = of;
        if (another) {
            draw();
        }
    }

    @Override
    public synchronized void resume(long finished) {
        done = finished;
        time.resumeAt(share().orElse(0));
        show();
    }

    @Override
    public synchronized void advance(long finished, String where) {
        done = finished;
        note = VisibleText.line(where);
        time.reached(share().orElse(0));
        show();
    }

    @Override
    public synchronized void end() {
        if (begun) {
            begun = false;
            time.end(clock.getAsLong());
            erase();
            err.flush();
        }
        if (ticker != null && ticking != null) {
            ticking.cancel(false);
            ticker.shutdownNow();
            ticker = null;
        }
    }

    @Override
    public synchronized void say(String line) {
        erase();
        err.println(ResultTable.encodable(VisibleText.line(line), page));
        err.flush();
        if (begun) {
            draw();
        }
    }

    private OptionalDouble share() {
        return total > 0 ? OptionalDouble.of(Math.min(1, (double) done / total)) : OptionalDouble.empty();
    }

    private ProgressLine line(long now) {
        boolean phased = !phase.isEmpty();
        return new ProgressLine(
                series,
                task,
                phase,
                phased ? phaseDone : done,
                phased ? phaseTotal : total,
                share(),
                time.ofTask(now),
                time.ofRun(now),
                note);
    }

    private void show() {
        long now = clock.getAsLong();
        if (page.columns().get().isPresent()) {
            if (now - lastDrawn >= DRAW_NANOS) {
                draw();
            }
        } else if (begun && now - lastLine >= LINE_NANOS) {
            lastLine = now;
            err.println(line(now).plain());
            err.flush();
        }
    }

    /** Redraws the line. The last column stays free, since some terminals wrap after it. */
    private synchronized void draw() {
        OptionalInt width = page.columns().get();
        if (!begun || width.isEmpty()) {
            return;
        }
        lastDrawn = clock.getAsLong();
        int room = Math.max(1, width.getAsInt() - 1);
        String drawn = line(lastDrawn).drawn(room, page.shows(ProgressLine.BLOCKS));
        String text = page.shows(ELLIPSIS) ? drawn : drawn.replace(ELLIPSIS, ".");
        int shown = TextWidth.of(text);
        err.print("\r" + text + " ".repeat(Math.max(0, Math.min(drawnColumns, room) - shown)));
        err.flush();
        drawnColumns = shown;
    }

    private void erase() {
        OptionalInt width = page.columns().get();
        if (drawnColumns > 0 && width.isPresent()) {
            err.print("\r" + " ".repeat(Math.min(drawnColumns, Math.max(1, width.getAsInt() - 1))) + "\r");
        }
        drawnColumns = 0;
    }

    /** Redraws every second, so that the times advance between two reports of a slow task. */
    private void startTicking() {
        if (ticker == null && page.columns().get().isPresent()) {
            ticker = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "progress");
                thread.setDaemon(true);
                return thread;
            });
            ticking = ticker.scheduleAtFixedRate(this::draw, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
