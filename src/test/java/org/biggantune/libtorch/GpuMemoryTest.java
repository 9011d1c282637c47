package org.biggantune.libtorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuMemoryTest {
    /** A driver of two GPUs that keeps its own books: what is retained is released, what is pushed popped. */
    private static final class FakeDriver implements GpuMemory.Calls {
        private final String failing;
        private final List<Integer> retained = new ArrayList<>();
        private final List<Long> current = new ArrayList<>();

        FakeDriver(String failing) {
            this.failing = failing;
        }

        private int answer(String call) {
            return call.equals(failing) ? 999 : 0;
        }

        @Override
        public int cuDeviceGet(int[] device, int ordinal) {
            device[0] = 40 + ordinal;
            return ordinal < 2 ? answer("get") : 101;
        }

        @Override
        public int cuDevicePrimaryCtxRetain(long[] context, int device) {
            if (answer("retain") == 0) {
                retained.add(device);
                context[0] = device;
            }
            return answer("retain");
        }

        @Override
        public int cuDevicePrimaryCtxRelease_v2(int device) {
            assertThat(retained.remove((Integer) device)).isTrue();
            return 0;
        }

        @Override
        public int cuCtxPushCurrent_v2(long context) {
            if (answer("push") == 0) {
                current.add(context);
            }
            return answer("push");
        }

        @Override
        public int cuCtxPopCurrent_v2(long[] context) {
            context[0] = current.remove(current.size() - 1);
            return 0;
        }

        @Override
        public int cuMemGetInfo_v2(long[] free, long[] total) {
            // Of the context that is current, as the real one.
            free[0] = 1000 * current.get(current.size() - 1);
            total[0] = 80_000_000_000L;
            return answer("info");
        }

        void assertNothingIsLeft() {
            assertThat(retained).isEmpty();
            assertThat(current).isEmpty();
        }
    }

    @Test
    void free_ofAGpu_isThatOfItsPrimaryContext() {
        FakeDriver driver = new FakeDriver("");
        assertThat(GpuMemory.free(driver, 0)).hasValue(40_000);
        assertThat(GpuMemory.free(driver, 1)).hasValue(41_000);
        driver.assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"get, 0", "retain, 0", "push, 0", "info, 0", "'', 2"})
    void free_aCallThatFails_isUnknownAndLeavesNothing(String failing, int gpu) {
        FakeDriver driver = new FakeDriver(failing);
        assertThat(GpuMemory.free(driver, gpu)).isEmpty();
        driver.assertNothingIsLeft();
    }
}
