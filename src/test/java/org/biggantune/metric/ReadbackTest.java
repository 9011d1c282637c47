package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.biggantune.support.RuntimeTests;
import org.junit.jupiter.api.Test;

class ReadbackTest extends RuntimeTests {
    private static final float[] ODD = {-0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, 0.1f, -3e38f};

    @Test
    void of_tensorsOfAnyShape_areTheirBitsInRowMajorOrder() {
        try (NDManager scope = runtime.newScope()) {
            NDArray matrix = scope.create(ODD, new Shape(2, 3));
            List<float[]> read = Readback.of(List.of(
                    Optional.of(matrix),
                    Optional.empty(),
                    Optional.of(matrix.transpose()),
                    Optional.of(scope.create(7f)),
                    Optional.of(matrix)));
            assertThat(read).hasSize(5);
            assertBits(read.get(0), ODD);
            assertThat(read.get(1)).isEmpty();
            assertBits(read.get(2), ODD[0], ODD[3], ODD[1], ODD[4], ODD[2], ODD[5]);
            assertBits(read.get(3), 7f);
            assertBits(read.get(4), ODD);
        }
    }

    @Test
    void of_oneOrNoTensor_isReadToo() {
        try (NDManager scope = runtime.newScope()) {
            assertBits(Readback.of(List.of(Optional.of(scope.create(ODD)))).get(0), ODD);
            assertThat(Readback.of(List.of(Optional.empty()))).containsExactly(new float[0]);
        }
    }

    private static void assertBits(float[] found, float... expected) {
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Float.floatToRawIntBits(found[i])).isEqualTo(Float.floatToRawIntBits(expected[i]));
        }
    }
}
