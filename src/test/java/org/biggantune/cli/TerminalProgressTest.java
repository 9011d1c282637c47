package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.biggantune.report.Page;
import org.biggantune.report.TextWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TerminalProgressTest {
    private final StringWriter written = new StringWriter();
    private long now = TimeUnit.HOURS.toNanos(1);
    private OptionalInt columns = OptionalInt.empty();
    private Charset charset = StandardCharsets.UTF_8;

    private TerminalProgress progress() {
        return new TerminalProgress(new PrintWriter(written), new Page(charset, () -> columns), () -> now);
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Tunes a class that takes a number of seconds, a step a second. */
    private void tune(TerminalProgress progress, int number, int count, int seconds) {
        progress.series("class", number, count, count - number);
        progress.begin("name " + number, seconds);
        progress.advance(0, "");
        for (int step = 1; step <= seconds; step++) {
            pass(1000);
            progress.phase("tuning", step, seconds);
            progress.advance(step, "loss " + step);
        }
        progress.end();
    }

    @Test
    void advance_noTerminal_tellsALineEveryTenSecondsHoweverShortTheTasks() {
        TerminalProgress progress = progress();
        for (int number = 1; number <= 6; number++) {
            tune(progress, number, 6, 4);
        }
        assertThat(written.toString()).isEqualTo("""
                        class 3 of 6, name 3: tuning 2 of 4, loss 2; 0:02 left, run 0:14
                        class 5 of 6, name 5: tuning 4 of 4, loss 4; 0:00 left, run 0:04
                        """);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 33, 60, 80, 84, 100})
    void advance_terminal_drawsLinesThatNeverReachTheLastColumn(int width) {
        columns = OptionalInt.of(width);
        TerminalProgress progress = progress();
        tune(progress, 3, 100, 30);
        progress.say("done");
        String text = written.toString();
        assertThat(text).doesNotContain("\u001b").endsWith("\rdone\n").containsOnlyOnce("\n");
        assertThat(text.split("[\r\n]"))
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThan(width));
    }

    @Test
    void advance_terminalMadeNarrower_followsAtTheNextDrawing() {
        columns = OptionalInt.of(100);
        TerminalProgress progress = progress();
        progress.begin("shirt", 200);
        progress.advance(100, "loss 0.1, probability 0.2");
        columns = OptionalInt.of(30);
        pass(1000);
        written.getBuffer().setLength(0);
        progress.advance(101, "loss 0.1, probability 0.2");
        assertThat(written.toString()).isEqualTo("\rshirt: 101/200  ███▌     50 %");
        progress.end();
    }

    @Test
    void say_whileALineStands_clearsItAndDrawsItAgain() {
        columns = OptionalInt.of(40);
        TerminalProgress progress = progress();
        progress.begin("shirt", 0);
        progress.say("a\u001b[2J");
        assertThat(written.toString()).isEqualTo("\rshirt\r     \ra\\u001b[2J\n\rshirt");
        progress.end();
        assertThat(written.toString()).endsWith("\rshirt\r     \r");
    }

    @Test
    void begin_taskThatGoesOn_countsItsTimeFromThere() {
        TerminalProgress progress = progress();
        progress.begin("shirt", 100);
        progress.resume(60);
        pass(20_000);
        progress.advance(80, "loss 1");
        assertThat(written.toString()).isEqualTo("shirt: 80 of 100, loss 1; 0:20 left\n");
    }

    @Test
    void resume_amongUnitsOfThisProcess_leavesTheirTimeAlone() {
        TerminalProgress progress = progress();
        progress.begin("evaluating", 10);
        pass(20_000);
        progress.advance(2, "coat");
        progress.resume(5);
        progress.resume(6);
        pass(20_000);
        progress.advance(8, "shirt");
        assertThat(written.toString()).endsWith("evaluating: 8 of 10, shirt; 0:20 left\n");
    }

    @Test
    void advance_firstTime_countsWhatTookItsTime() {
        TerminalProgress progress = progress();
        progress.begin("sampling", 4);
        pass(20_000);
        progress.advance(2, "coat");
        assertThat(written.toString()).endsWith("sampling: 2 of 4, coat; 0:20 left\n");
    }

    @Test
    void progress_terminalOfAscii_hasNoOtherCharacters() {
        charset = StandardCharsets.US_ASCII;
        columns = OptionalInt.of(60);
        TerminalProgress progress = progress();
        tune(progress, 1, 3, 4);
        columns = OptionalInt.of(12);
        tune(progress, 1, 3, 4);
        progress.say("0.1 → 0.2");
        assertThat(written.toString())
                .matches("[\\x20-\\x7e\r\n]*")
                .contains("###")
                .endsWith("0.1 -> 0.2\n");
    }
}
