package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.biggantune.support.RuntimeTests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchThreadsTest extends RuntimeTests {
    private int threads;

    @BeforeEach
    void keepThreads() {
        threads = runtime.threads();
    }

    @AfterEach
    void giveThreadsBack() {
        JniUtils.setNumThreads(threads);
    }

    private static List<Supplier<Integer>> work(int count, Supplier<Integer> task) {
        return IntStream.range(0, count).mapToObj(i -> task).toList();
    }

    @Test
    void run_lanes_shareTheThreadsAndLeaveTheCallersAlone() {
        JniUtils.setNumThreads(5);
        assertThat(runtime.batchThreads(3).run(work(3, runtime::threads))).containsExactly(2, 2, 1);
        assertThat(runtime.threads()).isEqualTo(5);
        try (NDManager scope = runtime.newScope()) {
            // The first operation of a thread sets it up; the share has to survive that.
            List<Supplier<Integer>> added = work(3, () -> {
                NDArray ones = scope.ones(new Shape(1 << 16));
                ones.add(ones).close();
                ones.close();
                return runtime.threads();
            });
            assertThat(runtime.batchThreads(3).run(added)).containsExactly(2, 2, 1);
        }
    }

    @Test
    void lanes_moreThanThreads_areAsManyAsThreads() {
        JniUtils.setNumThreads(2);
        assertThat(runtime.batchThreads(8).count()).isEqualTo(2);
        assertThat(runtime.batchThreads(2)).isSameAs(runtime.batchThreads(8));
        JniUtils.setNumThreads(1);
        assertThat(runtime.batchThreads(8).count()).isEqualTo(1);
    }

    @Test
    void run_moreWorkThanLanes_givesResultsInOrder() {
        JniUtils.setNumThreads(2);
        List<Supplier<Integer>> work = IntStream.range(0, 9)
                .<Supplier<Integer>>mapToObj(i -> () -> i * i)
                .toList();
        assertThat(runtime.batchThreads(2).run(work)).containsExactly(0, 1, 4, 9, 16, 25, 36, 49, 64);
    }

    @Test
    void run_twoTasks_areUnderWayTogether() {
        JniUtils.setNumThreads(2);
        CountDownLatch both = new CountDownLatch(2);
        List<Supplier<Boolean>> work = IntStream.range(0, 2)
                .<Supplier<Boolean>>mapToObj(i -> () -> {
                    both.countDown();
                    try {
                        return both.await(1, TimeUnit.MINUTES);
                    } catch (InterruptedException e) {
                        return false;
                    }
                })
                .toList();
        assertThat(runtime.batchThreads(2).run(work)).containsExactly(true, true);
    }

    @Test
    void run_aTaskThatFails_isTheCallersFailureAfterAllAreDone() {
        JniUtils.setNumThreads(2);
        AtomicInteger done = new AtomicInteger();
        List<Supplier<Integer>> work = new ArrayList<>();
        work.add(() -> {
            throw new IllegalStateException("first");
        });
        work.addAll(work(5, done::incrementAndGet));
        work.add(() -> {
            throw new IllegalStateException("second");
        });
        assertThatThrownBy(() -> runtime.batchThreads(2).run(work))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("first");
        assertThat(done).hasValue(5);
    }

    @Test
    void record_twoThreadsAtOnce_giveEachItsOwnGradient() {
        JniUtils.setNumThreads(2);
        List<Supplier<float[]>> work = IntStream.range(1, 9)
                .<Supplier<float[]>>mapToObj(i -> () -> gradientOfSquares(i))
                .toList();
        List<float[]> gradients = runtime.batchThreads(2).run(work);
        for (int i = 0; i < gradients.size(); i++) {
            assertThat(gradients.get(i)).containsExactly(2f * (i + 1), 4f * (i + 1));
        }
        assertThat(JniUtils.isGradMode()).isFalse();
    }

    /** Of x₁² + x₂² at (i, 2i): 2x. */
    private float[] gradientOfSquares(int i) {
        try (NDManager scope = runtime.newScope();
                Autograd autograd = Autograd.record()) {
            NDArray x = scope.create(new float[] {i, 2f * i});
            x.setRequiresGradient(true);
            autograd.backward(x.square().sum());
            return x.getGradient().toFloatArray();
        }
    }

    @Test
    void backward_severalNumbers_isRefused() {
        try (NDManager scope = runtime.newScope();
                Autograd autograd = Autograd.record()) {
            NDArray x = scope.create(new float[] {1, 2});
            x.setRequiresGradient(true);
            NDArray squares = x.square();
            assertThatThrownBy(() -> autograd.backward(squares)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
