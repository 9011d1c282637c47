package org.biggantune.archive.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected bits come from {@code torch.tensor(x).to(dtype).view(torch.int16)} in PyTorch 2.13. */
class ScalarEncoderTest {
    @ParameterizedTest
    @CsvSource({
        "0.0, 0000, 0000",
        "-0.0, 8000, 8000",
        "1.0, 3c00, 3f80",
        "0.10000000149011612, 2e66, 3dcd",
        "-0.3333333432674408, b555, beab",
        "65504.0, 7bff, 4780",
        "65519.0, 7bff, 4780",
        "6.103515625e-05, 0400, 3880",
        "6.0999998822808266e-05, 03ff, 3880",
        "5.960464477539063e-08, 0001, 3380",
        "2.9800000689306216e-08, 0000, 3300",
        "2.9802322387695312e-08, 0000, 3300",
        "2.980232594040899e-08, 0001, 3300",
        "1.00048828125, 3c00, 3f80",
        "1.00146484375, 3c02, 3f80",
        "1.00390625, 3c04, 3f80",
        "1.01171875, 3c0c, 3f82",
        "3.3999999521443642e+38, 7c00, 7f80",
        "2049.0, 6800, 4500",
        "2051.0, 6802, 4500"
    })
    void put_number_isRoundedAsPyTorchDoes(float value, String half, String bfloat16) {
        assertThat(ScalarEncoder.half(value) & 0xffff).isEqualTo(Integer.parseInt(half, 16));
        assertThat(ScalarEncoder.bfloat16(value) & 0xffff).isEqualTo(Integer.parseInt(bfloat16, 16));
    }

    @Test
    void half_everyNumberOfTheType_comesBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = ScalarDecoder.half((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(ScalarEncoder.half(value) & 0xffff).isEqualTo(bits);
            }
        }
        assertThat(ScalarDecoder.half(ScalarEncoder.half(Float.NaN))).isNaN();
    }

    @Test
    void brain_everyNumberOfTheType_comesBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Float.intBitsToFloat(bits << 16);
            if (!Float.isNaN(value)) {
                assertThat(ScalarEncoder.bfloat16(value) & 0xffff).isEqualTo(bits);
            }
        }
        assertThat(Float.intBitsToFloat(ScalarEncoder.bfloat16(Float.NaN) << 16))
                .isNaN();
    }

    @Test
    void put_finiteNumberBeyondTheRange_isNotPut() {
        ByteBuffer data = ByteBuffer.allocate(4).putShort(0, (short) 7);
        assertThat(ScalarEncoder.put(ScalarType.FLOAT16, data, 0, 65520)).isFalse();
        assertThat(ScalarEncoder.put(ScalarType.BFLOAT16, data, 0, Float.MAX_VALUE))
                .isFalse();
        assertThat(data.getShort(0)).isEqualTo((short) 7);
        assertThat(ScalarEncoder.put(ScalarType.FLOAT16, data, 0, 65519)).isTrue();
        assertThat(ScalarEncoder.put(ScalarType.FLOAT16, data, 0, Float.POSITIVE_INFINITY))
                .isTrue();
    }
}
