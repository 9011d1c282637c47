package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class NearestIndicesTest {
    @Test
    void indices_smallSizes_areReadableByHand() {
        assertThat(NearestIndices.indices(4, 8)).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
        assertThat(NearestIndices.indices(4, 2)).containsExactly(0, 2);
        assertThat(NearestIndices.indices(3, 5)).containsExactly(0, 0, 1, 1, 2);
    }

    /** The checksum is that of torch.nn.functional.interpolate(arange(in), size=out, mode="nearest") as int32. */
    @Test
    void indices_allSmallSizes_haveTheChecksumOfPyTorch() {
        CRC32 crc = new CRC32();
        for (int in = 1; in < 130; in++) {
            for (int out = 1; out < 260; out++) {
                ByteBuffer bytes = ByteBuffer.allocate(4 * out).order(ByteOrder.LITTLE_ENDIAN);
                for (int index : NearestIndices.indices(in, out)) {
                    bytes.putInt(index);
                }
                crc.update(bytes.array());
            }
        }
        assertThat(crc.getValue()).isEqualTo(1294644574L);
    }

    @Test
    void indices_ofNothing_areRefused() {
        assertThatThrownBy(() -> NearestIndices.indices(3, 0)).hasMessage("cannot resize 3 to 0 positions");
    }
}
