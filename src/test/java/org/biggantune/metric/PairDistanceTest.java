package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.model.TorchRuntime;
import org.junit.jupiter.api.Test;

class PairDistanceTest {
    @Test
    void sum_ofPairs_addsTheirRootMeanSquares() {
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                NDManager scope = runtime.newScope()) {
            Shape shape = new Shape(4, 3, 1, 2);
            float[] values = new float[24];
            for (int i = 0; i < 6; i++) {
                values[i] = 1;
                values[6 + i] = -1;
                values[12 + i] = 0.5f;
                values[18 + i] = i == 0 ? 3.5f : 0.5f;
            }
            // Black and white are 2 apart; one of six numbers differs by 3.
            assertThat(PairDistance.sum(
                            PairDistance.of(scope.create(values, shape)).toFloatArray()))
                    .isCloseTo(2 + Math.sqrt(1.5), within(1e-6));
            assertThat(PairDistance.sum(
                            PairDistance.of(scope.create(new float[24], shape)).toFloatArray()))
                    .isZero();
            assertThatThrownBy(() -> PairDistance.of(scope.create(new float[18], new Shape(3, 3, 1, 2))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("an odd count of images: 3");
        }
    }

    @Test
    void overContrast_ofPairs_isNumpysAndDoesNotDependOnContrast() {
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                NDManager scope = runtime.newScope()) {
            Shape shape = new Shape(6, 1, 2, 2);
            float[] values = {
                1, -1, 0.5f, 0.25f, 0.5f, -1, 0, 0.25f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 1, 1, 1, 1, -1,
                -1, -1, -1
            };
            // np.sqrt(((a - b) ** 2).mean()) / np.sqrt((a.var() + b.var()) / 2 + (2 / 255) ** 2)
            float[] distances =
                    PairDistance.overContrast(scope.create(values, shape)).toFloatArray();
            assertThat(distances[0]).isCloseTo(0.5368868f, within(1e-6f));
            assertThat(distances[1]).as("equal images").isZero();
            assertThat(distances[2]).as("a white and a black one").isCloseTo(255, within(1e-3f));

            float[] paler = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                paler[i] = 0.5f * values[i] - 0.5f;
            }
            assertThat(PairDistance.overContrast(scope.create(paler, shape)).toFloatArray()[0])
                    .as("but for what a grey level counts")
                    .isCloseTo(0.5367726f, within(1e-6f));
        }
    }
}
