package org.biggantune.libtorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CudaStateTest {
    @Test
    void memory_ofAGpu_isThatOfItsIndex() {
        CudaState state = CudaState.of("12.8", List.of(new Gpu(0, "A", "9.0", 8L << 30), new Gpu(1, "B", "8.0", 0)));
        assertThat(state.memory(OptionalInt.of(0))).hasValue(8L << 30);
        assertThat(state.memory(OptionalInt.of(1))).as("not reported").isEmpty();
        assertThat(state.memory(OptionalInt.of(2))).isEmpty();
        assertThat(state.memory(OptionalInt.empty())).as("the CPU").isEmpty();
        assertThat(CudaState.withoutDriver().memory(OptionalInt.of(0))).isEmpty();
    }
}
