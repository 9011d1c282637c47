package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
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
        private final List<Pointer> current = new ArrayList<>();

        FakeDriver(String failing) {
            this.failing = failing;
        }

        private int answer(String call) {
            return call.equals(failing) ? 999 : 0;
        }

        @Override
        public int cuDeviceGet(IntByReference device, int ordinal) {
            device.setValue(40 + ordinal);
            return ordinal < 2 ? answer("get") : 101;
        }

        @Override
        public int cuDevicePrimaryCtxRetain(PointerByReference context, int device) {
            if (answer("retain") == 0) {
                retained.add(device);
                context.setValue(new Pointer(device));
            }
            return answer("retain");
        }

        @Override
        public int cuDevicePrimaryCtxRelease_v2(int device) {
            assertThat(retained.remove((Integer) device)).isTrue();
            return 0;
        }

        @Override
        public int cuCtxPushCurrent_v2(Pointer context) {
            if (answer("push") == 0) {
                current.add(context);
            }
            return answer("push");
        }

        @Override
        public int cuCtxPopCurrent_v2(PointerByReference context) {
            context.setValue(current.remove(current.size() - 1));
            return 0;
        }

        @Override
        public int cuMemGetInfo_v2(LongByReference free, LongByReference total) {
            // Of the context that is current, as the real one.
            free.setValue(1000 * Pointer.nativeValue(current.get(current.size() - 1)));
            total.setValue(80_000_000_000L);
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
