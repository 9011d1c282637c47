package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.support.LibtorchThreads;
import org.biggantune.support.RuntimeTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchLoopTest extends RuntimeTests {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void each_anyThreads_takesEveryBatchOnceAndInOrder(int threads) {
        List<List<Integer>> taken = new ArrayList<>();
        LibtorchThreads.during(threads, () -> {
            new BatchLoop(runtime).each(78, 10, (scope, from, to) -> List.of(from, to), taken::add);
            return taken;
        });
        assertThat(taken)
                .containsExactly(
                        List.of(0, 10),
                        List.of(10, 20),
                        List.of(20, 30),
                        List.of(30, 40),
                        List.of(40, 50),
                        List.of(50, 60),
                        List.of(60, 70),
                        List.of(70, 78));
    }

    @Test
    void each_severalThreads_usesOneLaneEach() {
        ConcurrentHashMap<String, Integer> names = new ConcurrentHashMap<>();
        LibtorchThreads.during(4, () -> {
            new BatchLoop(runtime)
                    .each(
                            8,
                            1,
                            (scope, from, to) ->
                                    names.merge(Thread.currentThread().getName(), 1, Integer::sum),
                            count -> {});
            return names;
        });
        assertThat(names.values()).containsExactly(2, 2, 2, 2);
    }

    /**
     * Six samples at once at most: in three lanes of two, or in one of six, however many threads and parts there are.
     */
    @ParameterizedTest
    @CsvSource({"6, 4, 64", "6, 1, 64", "2, 4, 64", "6, 4, 2", "8, 2, 4"})
    void each_aMicroBatch_isTheMostThatIsUnderWay(int microBatch, int parts, int batch) {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> taken = new ArrayList<>();
        LibtorchThreads.during(4, () -> {
            new BatchLoop(runtime, new LoadSettings(microBatch, parts, 1))
                    .each(
                            22,
                            batch,
                            (scope, from, to) -> {
                                most.accumulateAndGet(underWay.addAndGet(to - from), Math::max);
                                pause();
                                underWay.addAndGet(from - to);
                                assertThat(to - from).isEven().isLessThanOrEqualTo(batch);
                                return to - from;
                            },
                            taken::add);
            return taken;
        });
        assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(22);
        assertThat(most.get()).isPositive().isLessThanOrEqualTo(microBatch);
    }

    /** So that lanes that may work side by side do. */
    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void each_aScopesTensors_liveUntilTheResultIsTaken() {
        List<NDArray> taken = new ArrayList<>();
        LibtorchThreads.during(2, () -> {
            new BatchLoop(runtime).each(4, 1, (scope, from, to) -> scope.create((float) from), result -> {
                assertThat(result.getFloat()).isEqualTo(taken.size());
                taken.add(result);
            });
            return taken;
        });
        assertThat(taken).hasSize(4).allMatch(NDArray::isReleased);
    }

    @Test
    void each_aTakerThatStops_endsTheLoopAndFreesItsTensors() {
        List<NDManager> scopes = new ArrayList<>();
        BatchLoop loop = new BatchLoop(runtime, 1);
        assertThatThrownBy(() -> loop.each(
                        3,
                        1,
                        (scope, from, to) -> {
                            scopes.add(scope);
                            return from;
                        },
                        from -> {
                            throw new IllegalStateException("stop at " + from);
                        }))
                .hasMessage("stop at 0");
        assertThat(scopes).hasSize(1).noneMatch(NDManager::isOpen);
    }

    /** As a GPU with room for five samples at once fails. */
    private List<Integer> triedOnASmallGpu(boolean retries, int count, int batch, List<List<Integer>> taken) {
        List<Integer> tried = new ArrayList<>();
        new BatchLoop(runtime, 1, Integer.MAX_VALUE, retries)
                .each(
                        count,
                        batch,
                        (scope, from, to) -> {
                            tried.add(to - from);
                            if (to - from > 5) {
                                throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
                            }
                            return List.of(from, to);
                        },
                        taken::add);
        return tried;
    }

    @Test
    void each_tooLittleMemoryOnAGpu_continuesWithHalfTheBatch() {
        List<List<Integer>> taken = new ArrayList<>();
        assertThat(triedOnASmallGpu(true, 18, 10, taken)).containsExactly(10, 4, 4, 4, 4, 2);
        assertThat(taken)
                .containsExactly(List.of(0, 4), List.of(4, 8), List.of(8, 12), List.of(12, 16), List.of(16, 18));
    }

    @ParameterizedTest
    @CsvSource({"true, 32", "false, 10"})
    void each_tooLittleMemoryForHalfABatchOrOnACpu_fails(boolean retries, int batch) {
        List<List<Integer>> taken = new ArrayList<>();
        assertThatThrownBy(() -> triedOnASmallGpu(retries, 40, batch, taken))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("too little memory");
        assertThat(taken).isEmpty();
    }

    @Test
    void each_anotherFailureOnAGpu_isNotTriedAgain() {
        AtomicInteger tried = new AtomicInteger();
        BatchLoop loop = new BatchLoop(runtime, 1, Integer.MAX_VALUE, true);
        assertThatThrownBy(() -> loop.each(
                        8,
                        8,
                        (scope, from, to) -> {
                            tried.incrementAndGet();
                            throw new EngineException("CUDA error: an illegal memory access was encountered");
                        },
                        taken -> {}))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("illegal memory access");
        assertThat(tried).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        // One batch, or one thread: nothing to work on beside it.
        "64, 64, 2, 8, 1",
        "640, 64, 1, 8, 1",
        "128, 64, 2, 8, 2",
        // Three batches of two lanes would leave one idle for a quarter of the time.
        "192, 64, 2, 8, 1",
        // The last batch is nearly full.
        "250, 64, 4, 8, 4",
        "130, 64, 2, 8, 2",
        // Lanes have equal threads.
        "600, 1, 6, 8, 6",
        "600, 1, 12, 8, 6",
        "600, 1, 7, 8, 7",
        "600, 1, 11, 8, 1",
        // No more than wanted.
        "600, 1, 12, 4, 4",
        "600, 1, 12, 1, 1",
        // Nine batches: in two lanes a tenth of the time is lost, in four a quarter.
        "9, 1, 8, 8, 2",
        "1000, 16, 16, 8, 8",
    })
    void lanes_countAndThreads_leaveHardlyAnyIdle(int count, int batch, int threads, int most, int expected) {
        assertThat(BatchLoop.parallelBatches(count, batch, threads, most)).isEqualTo(expected);
    }
}
