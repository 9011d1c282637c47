package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSizeTest {
    private static final BatchSize CPU = new BatchSize(OptionalLong.empty());
    private static final int ANY = Integer.MAX_VALUE;

    private static BatchSize gpu(double gibibytes) {
        return new BatchSize(OptionalLong.of((long) (gibibytes * (1L << 30))));
    }

    /** The last digits of results on a CPU depend on these numbers: they are those of every version so far. */
    @ParameterizedTest
    @CsvSource({
        "16, 64, 1024",
        "28, 64, 334",
        "32, 64, 256",
        "64, 64, 64",
        "96, 28, 28",
        "128, 16, 16",
        "256, 4, 4",
        "300, 2, 2",
        "512, 2, 1",
        "1024, 2, 1",
    })
    void onACpu_anyResolution_isSmallAndFixed(int resolution, int measured, int drawn) {
        assertThat(CPU.measured(resolution, 28, ANY)).isEqualTo(measured);
        assertThat(CPU.measured(resolution, 299, ANY)).isEqualTo(measured);
        assertThat(CPU.drawn(resolution)).isEqualTo(drawn);
    }

    @ParameterizedTest
    @CsvSource({"28, 1337", "224, 20", "299, 11", "1024, 1", "2048, 1"})
    void classified_onACpu_isSmallAndFixed(int inputSize, int expected) {
        assertThat(CPU.classified(inputSize)).isEqualTo(expected);
    }

    /** A quarter of the memory, divided by 4 KiB for each pixel drawn or 1 KiB for each pixel classified. */
    @ParameterizedTest
    @CsvSource({
        // 2 GiB: images of 16, 64, 256 and 1024 MiB; an input of 224 × 224 has 49 MiB.
        "8, 64, 64, 128, 128",
        "8, 64, 224, 64, 128",
        "8, 128, 224, 32, 32",
        "8, 256, 224, 8, 8",
        "8, 512, 224, 2, 2",
        // 6 GiB
        "24, 128, 224, 82, 96",
        "24, 512, 224, 6, 6",
        // 20 GiB: 2^22 pixels, at most 256 images.
        "80, 64, 64, 256, 256",
        "80, 128, 128, 256, 256",
        "80, 128, 224, 82, 256",
        "80, 256, 224, 64, 64",
        "80, 512, 224, 16, 16",
        "80, 512, 1024, 4, 16",
        // Little memory: as on a CPU.
        "1, 128, 224, 16, 16",
        "0.5, 512, 224, 2, 1",
        "0.001, 64, 64, 64, 64",
    })
    void onAGpu_memoryAndSizes_giveTheBatch(double memory, int resolution, int inputSize, int measured, int drawn) {
        assertThat(gpu(memory).measured(resolution, inputSize, ANY)).isEqualTo(measured);
        assertThat(gpu(memory).drawn(resolution)).isEqualTo(drawn);
    }

    @ParameterizedTest
    @CsvSource({"1, 224, 20", "8, 224, 40", "80, 224, 82", "80, 28, 1337", "8, 1024, 2"})
    void classified_onAGpu_growsWithItsMemory(double memory, int inputSize, int expected) {
        assertThat(gpu(memory).classified(inputSize)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 2, 5.3, 11, 15.9, 40, 141})
    void onAGpu_anyMemory_isEvenAndNeverLessThanOnACpu(double memory) {
        for (int resolution = 16; resolution <= 1024; resolution += 12) {
            assertThat(gpu(memory).measured(resolution, 224, ANY))
                    .isEven()
                    .isBetween(CPU.measured(resolution, 224, ANY), 256);
            assertThat(gpu(memory).drawn(resolution)).isGreaterThanOrEqualTo(CPU.drawn(resolution));
        }
    }

    @Test
    void measured_aMicroBatch_limitsAGpuOnly() {
        assertThat(gpu(80).measured(128, 224, 6)).isEqualTo(6);
        assertThat(gpu(1).measured(64, 28, 2)).isEqualTo(2);
        assertThat(gpu(80).measured(128, 224, 512)).isEqualTo(82);
        assertThat(CPU.measured(128, 224, 6)).isEqualTo(16);
    }
}
