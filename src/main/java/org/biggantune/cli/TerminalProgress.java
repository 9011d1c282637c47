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
 * Progress on standard error: on a terminal a line that is drawn over and over, as wide as the terminal is at that moment,
 * by carriage returns and blanks alone, without colours or other escape sequences; elsewhere a line now and then.
 */
public final class TerminalProgress implements Progress {
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long DRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long TICK_MILLIS = 1000;
    private static final String ELLIPSIS = "…";

    private final PrintWriter err;

    /** Its columns are those of the terminal that lines are drawn on; empty where it is none. */
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
    private boolean fresh;

    private long lastLine;
    private long lastDrawn;

    /** The columns of the line that stands there. */
    private int standing;

    /**
     * Progress on a writer.
     *
     * @param err where it goes
     * @param page what it is read on; its width is asked at each drawing
     * @param clock the time in nanoseconds
     */
    TerminalProgress(PrintWriter err, Page page, LongSupplier clock) {
        this.err = err;
        this.page = page;
        this.clock = clock;
        this.lastLine = clock.getAsLong();
    }

    /** Progress on a writer, or none where it is to be quiet. */
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
        fresh = true;
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
    public synchronized void advance(long finished, String where) {
        done = finished;
        note = VisibleText.line(where);
        if (fresh) {
            time.goOnFrom(share().orElse(0));
            fresh = false;
        }
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

    /** Draws over what was drawn before; the last column stays free, as some terminals break the line behind it. */
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
        err.print("\r" + text + " ".repeat(Math.max(0, Math.min(standing, room) - shown)));
        err.flush();
        standing = shown;
    }

    private void erase() {
        OptionalInt width = page.columns().get();
        if (standing > 0 && width.isPresent()) {
            err.print("\r" + " ".repeat(Math.min(standing, Math.max(1, width.getAsInt() - 1))) + "\r");
        }
        standing = 0;
    }

    /** Times resume where a task has nothing new to tell for long. */
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
