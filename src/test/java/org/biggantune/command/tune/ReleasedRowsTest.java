package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.support.Fixtures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows and matrices that the biggan-am release ships, read as {@code --initial-file} reads them. */
final class ReleasedRowsTest {
    private static final int CLASSES = 1000;
    private static final int SIZE = 128;

    @ParameterizedTest
    @CsvSource({"imagenet, 50", "places, 16"})
    void rows_ofTheRelease_fitIntoTheMatrixOf256Pixels(String set, int count) throws IOException {
        EmbeddingMatrix matrix = matrix(256);
        EmbeddingBounds bounds = matrix.bounds();
        List<Path> files = files(set);
        assertThat(files).hasSize(count);
        for (Path file : files) {
            EmbeddingMatrix read = InitialEmbeddingFile.read(file, SIZE).rows();
            float[] expected = numbers(file, "(1, 128)");
            assertThat(read.rows()).isEqualTo(1);
            assertThat(read.row(0)).as(file.toString()).containsExactly(expected);
            for (float value : expected) {
                assertThat(value).as(file.toString()).isBetween(bounds.low(), bounds.high());
            }
            // An ImageNet file begins with its class; a place takes the row of the same number.
            int row = Integer.parseInt(file.getFileName().toString().substring(0, 3));
            assertThat(read.row(0)).isNotEqualTo(matrix.row(row));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256})
    void matrix_ofTheRelease_isReadAsItIs(int resolution) throws IOException {
        EmbeddingMatrix matrix = matrix(resolution);
        assertThat(matrix.rows()).isEqualTo(CLASSES);
        float[] expected = numbers(Fixtures.require(name(resolution)), "(1000, 128)");
        assertThat(Arrays.equals(matrix.values(), expected)).isTrue();
        // The bounds that the release writes down for its two generators, rounded there.
        EmbeddingBounds bounds = matrix.bounds();
        assertThat(bounds.low())
                .isBetween(resolution == 128 ? -0.885f : -0.596f, resolution == 128 ? -0.875f : -0.585f);
        assertThat(bounds.high()).isBetween(resolution == 128 ? 0.825f : 0.595f, resolution == 128 ? 0.835f : 0.615f);
    }

    private static EmbeddingMatrix matrix(int resolution) {
        return InitialEmbeddingFile.read(Fixtures.require(name(resolution)), SIZE)
                .rows();
    }

    private static String name(int resolution) {
        return "data/biggan-am/biggan_embeddings_" + resolution + ".npy";
    }

    private static List<Path> files(String set) throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.require("data/biggan-am/" + set))) {
            return files.filter(file -> file.toString().endsWith(".npy"))
                    .sorted()
                    .toList();
        }
    }

    /** The numbers of a version-1 file, taken from its bytes without the tool's reader: 10 bytes, header, numbers. */
    private static float[] numbers(Path file, String shape) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.getShort(8);
        String header = new String(bytes.array(), 10, length, StandardCharsets.US_ASCII);
        assertThat(header)
                .contains("'descr': '<f4'")
                .contains("'fortran_order': False")
                .contains("'shape': " + shape);
        bytes.position(10 + length);
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        for (float number : numbers) {
            assertThat(Float.isFinite(number)).isTrue();
        }
        return numbers;
    }
}
