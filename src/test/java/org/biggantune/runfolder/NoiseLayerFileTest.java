package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.biggantune.archive.SafetensorsFile;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoiseLayerFileTest {
    private static final float[] VALUES = {1, 2, 3, 4, 5, 6};

    @TempDir
    Path folder;

    private final NoiseLayer layer = new NoiseLayer(2, VALUES);

    @Test
    void read_whatWasWritten_isTheSameLayer() {
        NoiseLayerFile.write(folder, layer);
        Path file = folder.resolve(NoiseLayerFile.NAME);
        assertThat(NoiseLayerFile.read("--noise-layer", file, 2).values()).containsExactly(VALUES);
    }

    @Test
    void read_safetensors_isReadLikeAnyArray() {
        Path file = folder.resolve("layer.safetensors");
        SafetensorsFile.write(file, Map.of("layer", NpyArray.ofFloats(new long[] {2, 3}, VALUES)), Map.of());
        assertThat(NoiseLayerFile.read("--noise-layer", file, 2).values()).containsExactly(VALUES);
    }

    @Test
    void read_anotherGeneratorsLayer_isRefused() {
        NoiseLayerFile.write(folder, layer);
        Path file = folder.resolve(NoiseLayerFile.NAME);
        assertThatThrownBy(() -> NoiseLayerFile.read("--noise-layer", file, 3))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage("--noise-layer " + file + ": the array is float32 [2, 3], expected [3, 4] of"
                        + " floating-point numbers, since this generator's latents have length 3");
    }

    @Test
    void read_numberThatIsNotFinite_isCorrupt() {
        Path file = folder.resolve("layer.npy");
        float[] values = VALUES.clone();
        values[4] = Float.NaN;
        NpyFile.write(file, NpyArray.ofFloats(new long[] {2, 3}, values));
        assertThatThrownBy(() -> NoiseLayerFile.read("--run", file, 2))
                .isInstanceOf(CorruptInputException.class)
                .hasMessage("--run " + file + ": number 4 of 6 is NaN, expected finite numbers");
    }
}
