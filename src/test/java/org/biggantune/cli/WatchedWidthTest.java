package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WatchedWidthTest {
    private int asked;
    private long now;
    private final WatchedWidth width = new WatchedWidth(() -> OptionalInt.of(80 + asked++), () -> now);

    @Test
    void get_again_asksTheTerminalOnlyAfterAChangeOrAWhile() {
        assertThat(width.get()).hasValue(80);
        now += TimeUnit.SECONDS.toNanos(9);
        assertThat(width.get()).hasValue(80);
        width.change();
        assertThat(width.get()).hasValue(81);
        now += TimeUnit.SECONDS.toNanos(10);
        assertThat(width.get()).hasValue(82);
        assertThat(width.get()).hasValue(82);
    }
}
