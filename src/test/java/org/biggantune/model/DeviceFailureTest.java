package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceFailureTest {
    private static Object fail(String message) {
        throw new EngineException(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.11 GiB",
                "The following operation failed in the TorchScript interpreter.\nTraceback:\nRuntimeError: CUDA out of memory."
            })
    void during_tooLittleMemoryOfAGpu_isToldWithWhatHelps(String message) {
        assertThatThrownBy(() -> DeviceFailure.during(() -> fail(message)))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessage("the device has too little memory; try --micro-batch, or --parallel-starts 1");
    }

    @Test
    void during_moreThanTheSystemHas_isToldToo() {
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                NDManager scope = runtime.newScope()) {
            assertThatThrownBy(() -> DeviceFailure.during(() -> scope.zeros(new Shape(1L << 50))))
                    .isInstanceOf(DeviceUnavailableException.class)
                    .hasMessageContaining("too little memory");
        }
    }

    @Test
    void during_anErrorOfAGpu_isToldWithItsLine() {
        String message = "The following operation failed in the TorchScript interpreter.\nTraceback of TorchScript:\n"
                + "  RuntimeError: CUDA error: no kernel image is available for execution on the device\nCompile with";
        assertThatThrownBy(() -> DeviceFailure.during(() -> fail(message)))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessage(
                        "the GPU failed: RuntimeError: CUDA error: no kernel image is available for execution on the"
                                + " device; see biggan-tune doctor --try, or use --device cpu");
    }

    @Test
    void during_anyOtherFailure_isLeftAsItIs() {
        EngineException shapes = new EngineException("mat1 and mat2 shapes cannot be multiplied");
        assertThatThrownBy(() -> DeviceFailure.during(() -> {
                    throw shapes;
                }))
                .isSameAs(shapes);
        assertThat(DeviceFailure.<String>during(() -> "done")).isEqualTo("done");
    }
}
