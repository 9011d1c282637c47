package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Precision;
import org.biggantune.importer.ProductProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineProbeTest {
    @TempDir
    private Path folder;

    /** [[1 1] [0 1]]ⁿ = [[1 n] [0 1]]; bfloat16 holds 257/256 no better than 1. */
    @Test
    void program_ofEachPrecision_multipliesAsOftenAsItSaysAndAsExactly() {
        assertThat(product(Precision.FP32, 1)).containsExactly(1, 3, 0, 1);
        assertThat(product(Precision.BF16, 1)).containsExactly(1, 3, 0, 1);
        float fine = 1 + 1f / 256;
        assertThat(product(Precision.FP32, fine)[0]).isCloseTo(fine * fine * fine, within(1e-6f));
        assertThat(product(Precision.BF16, fine)[0]).isEqualTo(1);
    }

    private float[] product(Precision precision, float first) {
        Path program = folder.resolve(precision + ".pt");
        ProductProgram.write(program, precision, 3);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                NDManager scope = runtime.newScope();
                TorchProgram products = new TorchProgram(program, runtime)) {
            return products.run(
                            scope.create(new float[] {1, 0, 0, 1}, new Shape(2, 2)),
                            scope.create(new float[] {first, 1, 0, 1}, new Shape(2, 2)))
                    .toFloatArray();
        }
    }
}
