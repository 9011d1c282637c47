package org.biggantune.command.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpzFile;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.metric.FeatureMoments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealStatisticsTest {
    private static final ClassLabel SHIRT = new ClassLabel(6, "shirt");
    private static final Path NUMPYS = Path.of("src/test/resources/metric/statistics.npz");

    @TempDir
    Path folder;

    private static RealStatistics at(Path place, String judge, String layer) {
        return new RealStatistics("--real-statistics", place, judge, layer);
    }

    /** NumPy wrote the file ({@code make_statistics.py}); its numbers are worked out by hand. */
    @Test
    void read_fileOfPytorchFid_isNumPys() {
        FeatureMoments found = at(NUMPYS, "any", "any").read(SHIRT, 32);
        assertThat(found.mean()).containsExactly(2, 2, 4);
        double[] expected = {14 / 3.0, 1 / 3.0, 5, 1 / 3.0, 2 / 3.0, 0, 5, 0, 6};
        for (int i = 0; i < 9; i++) {
            assertThat(found.covariance()[i]).as("number %d", i).isCloseTo(expected[i], within(1e-12));
        }
    }

    @Test
    void write_thenRead_givesTheSameNumbersAndFiles() throws Exception {
        FeatureMoments moments = new FeatureMoments(new double[] {1 / 3.0, 2}, new double[] {1, 0.1, 0.1, 7});
        at(folder, "ab", "layer3").write(SHIRT, moments, 32);
        Path file = folder.resolve("0006-shirt.npz");
        byte[] bytes = Files.readAllBytes(file);
        FeatureMoments found = at(folder, "ab", "layer3").read(SHIRT, 32);
        assertThat(found.mean()).containsExactly(moments.mean());
        assertThat(found.covariance()).containsExactly(moments.covariance());
        at(folder, "ab", "layer3").write(SHIRT, moments, 32);
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void read_anotherDetector_isRefused() {
        FeatureMoments moments = new FeatureMoments(new double[] {1}, new double[] {1});
        at(folder, "ab", "layer3").write(SHIRT, moments, 32);
        refused(at(folder, "cd", "layer3"), 32, "its sha256 is ab, here cd");
        refused(at(folder, "ab", "layer2"), 32, "its features is layer3, here layer2");
        refused(at(folder, "ab", "layer3"), 64, "its resolution is 32, here 64");
    }

    private static void refused(RealStatistics statistics, int resolution, String why) {
        assertThatThrownBy(() -> statistics.read(SHIRT, resolution))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining("made with another detector: " + why);
    }

    @Test
    void read_otherArrays_isRefused() {
        Path file = folder.resolve("x.npz");
        NpyArray mean = NpyArray.ofDoubles(new long[] {2}, new double[2]);
        for (Map<String, NpyArray> arrays : List.of(
                Map.of("mu", mean),
                Map.of("mu", mean, "sigma", NpyArray.ofDoubles(new long[] {3, 3}, new double[9])),
                Map.of("mu", mean, "sigma", NpyArray.ofDoubles(new long[] {4}, new double[4])))) {
            NpzFile.write(file, arrays);
            assertThatThrownBy(() -> at(file, "ab", "layer3").read(SHIRT, 32))
                    .isInstanceOf(UnsupportedInputException.class)
                    .hasMessageContaining("sigma");
        }
        NpzFile.write(file, Map.of("mu", mean, "sigma", NpyArray.ofDoubles(new long[] {2, 2}, new double[] {
            1, Double.NaN, 0, 1
        })));
        assertThatThrownBy(() -> at(file, "ab", "layer3").read(SHIRT, 32))
                .isInstanceOf(BigganTuneException.class)
                .hasMessageContaining("'sigma' has numbers that are not finite");
    }

    @Test
    void oneFile_forSeveralClasses_isRefused() {
        assertThatThrownBy(() -> at(NUMPYS, "", "").requirePlaces(List.of(SHIRT, new ClassLabel(1, "trouser"))))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("one file for 2 classes");
    }
}
