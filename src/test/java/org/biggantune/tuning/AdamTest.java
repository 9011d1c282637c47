package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.model.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Steps against those of {@code torch.optim.Adam} of PyTorch 2.13, learning rate 0.1, float32. */
class AdamTest {
    private static final float[] START = {0.5f, -0.25f, 0, 1.5f};

    private static TorchRuntime runtime;

    @BeforeAll
    static void open() {
        runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
    }

    @AfterAll
    static void close() {
        runtime.close();
    }

    private static ArrayAdam adam(double weightDecay) {
        return new ArrayAdam(runtime, OptimizerState.zero(START, false), 0.1, weightDecay);
    }

    /** Gradients of exact small numbers: two that change sign, a tiny one and one that grows. */
    private static float[] gradient(int step) {
        return new float[] {
            ((step * 7 + 3) % 11 - 5) / 8f, ((step * 5 + 1) % 9 - 4) / 16f, 0x1p-30f * (step + 1), 1 + step / 4f
        };
    }

    private static float[] after(int steps, double weightDecay) {
        ArrayAdam adam = adam(weightDecay);
        float[] values = START.clone();
        for (int step = 0; step < steps; step++) {
            adam.step(values, gradient(step), 1);
        }
        return values;
    }

    @Test
    void step_withoutDecay_isTorchs() {
        assertThat(after(1, 0)).containsExactly(new float[] {0.6f, -0.15f, -0.008519761f, 1.4f}, within(1e-6f));
        assertThat(after(2, 0))
                .containsExactly(new float[] {0.55577844f, -0.13554795f, -0.020909902f, 1.3000358f}, within(1e-6f));
        assertThat(after(10, 0))
                .containsExactly(new float[] {0.44303998f, -0.12733123f, -0.23856911f, 0.48588628f}, within(1e-6f));
        assertThat(after(20, 0))
                .containsExactly(new float[] {0.41248065f, -0.12308676f, -0.74560565f, -0.6086079f}, within(1e-6f));
    }

    @Test
    void step_withDecay_isTorchs() {
        assertThat(after(1, 0.9)).containsExactly(new float[] {0.4f, -0.15f, -0.008519761f, 1.4f}, within(1e-6f));
        assertThat(after(2, 0.9))
                .containsExactly(new float[] {0.3137462f, -0.08120954f, 0.06589378f, 1.2998825f}, within(1e-6f));
        assertThat(after(10, 0.9))
                .containsExactly(new float[] {-0.08602684f, 0.0736795f, 0.03026427f, 0.48709577f}, within(1e-6f));
        assertThat(after(20, 0.9))
                .containsExactly(new float[] {-0.10864097f, -0.03291248f, 0.013310808f, -0.58182156f}, within(1e-6f));
    }

    @Test
    void step_withAFactor_isThatShareOfTheStep() {
        float[] half = START.clone();
        adam(0).step(half, gradient(0), 0.5);
        assertThat(half).containsExactly(new float[] {0.55f, -0.2f, -0.0042598806f, 1.45f}, within(1e-6f));
    }

    @Test
    void step_withAGradient_leavesItAsItWas() {
        float[] gradient = gradient(0);
        adam(0.9).step(START.clone(), gradient, 1);
        assertThat(gradient).containsExactly(gradient(0));
    }

    @Test
    void step_withoutAnyGradient_changesNothing() {
        float[] values = START.clone();
        adam(0).step(values, new float[4], 1);
        assertThat(values).containsExactly(START);
    }
}
