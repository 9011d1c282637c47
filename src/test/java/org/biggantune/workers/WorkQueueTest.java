package org.biggantune.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WorkQueueTest {
    @Test
    void next_untilNoneWaits_givesItemsInOrder() {
        WorkQueue<String> queue = new WorkQueue<>(List.of("a", "b"));
        assertThat(queue.next()).hasValue("a");
        assertThat(queue.next()).hasValue("b");
        assertThat(queue.next()).isEmpty();
    }

    @Test
    void lost_once_isTheNextItem() {
        WorkQueue<String> queue = new WorkQueue<>(List.of("a", "b", "c"));
        queue.next();
        queue.next();
        assertThat(queue.lost("a")).isTrue();
        assertThat(queue.next()).hasValue("a");
        assertThat(queue.next()).hasValue("c");
    }

    @Test
    void lost_twice_waitsNoMore() {
        WorkQueue<String> queue = new WorkQueue<>(List.of("a", "b"));
        queue.next();
        assertThat(queue.lost("a")).isTrue();
        queue.next();
        assertThat(queue.lost("a")).isFalse();
        assertThat(queue.next()).hasValue("b");
        assertThat(queue.lost("b")).isTrue();
    }
}
