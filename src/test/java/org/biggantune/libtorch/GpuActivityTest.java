package org.biggantune.libtorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpuActivityTest {
    /** CUDA's GPU 1 is what NVML knows at bus 81, busy for 37 % of the time. */
    private static final class FakeLibraries implements GpuActivity.Driver, GpuActivity.Management {
        private final String failing;
        private int open;

        FakeLibraries(String failing) {
            this.failing = failing;
        }

        private int answer(String call) {
            return call.equals(failing) ? 3 : 0;
        }

        @Override
        public int cuDeviceGet(int[] device, int ordinal) {
            device[0] = 80 + ordinal;
            return answer("get");
        }

        @Override
        public int cuDeviceGetPCIBusId(byte[] id, int length, int device) {
            byte[] name = ("0000:" + device + ":00.0\0").getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(name, 0, id, 0, name.length);
            return answer("bus");
        }

        @Override
        public int nvmlInit_v2() {
            open += answer("init") == 0 ? 1 : 0;
            return answer("init");
        }

        @Override
        public int nvmlShutdown() {
            open--;
            return 0;
        }

        @Override
        public int nvmlDeviceGetHandleByPciBusId_v2(String id, long[] handle) {
            handle[0] = id.equals("0000:81:00.0") ? 5_000_000_000L : 0;
            return answer("handle");
        }

        @Override
        public int nvmlDeviceGetUtilizationRates(long handle, int[] rates) {
            rates[0] = handle == 5_000_000_000L ? 37 : 99;
            return answer("rates");
        }
    }

    @Test
    void busyShare_ofCudasGpu_isWhatNvmlSaysOfItsPlaceOnTheBus() {
        FakeLibraries libraries = new FakeLibraries("");
        assertThat(GpuActivity.busyShare(libraries, libraries, 1)).hasValue(0.37);
        assertThat(libraries.open).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "bus", "init", "handle", "rates"})
    void busyShare_whereACallFails_isUnknown(String failing) {
        FakeLibraries libraries = new FakeLibraries(failing);
        assertThat(GpuActivity.busyShare(libraries, libraries, 1)).isEmpty();
        assertThat(libraries.open).isZero();
    }
}
