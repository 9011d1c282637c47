package org.biggantune.archive.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.support.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxImagesTest {
    private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 7, (byte) 200};
    private static final byte[] IMAGES = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, -1, 5, 6, 7};

    @TempDir
    Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void read_pair_givesPicturesAndLabels(boolean packed) throws IOException {
        Path labels = file("labels", packed ? gzip(LABELS) : LABELS);
        IdxImages images = IdxImages.read(file("images", packed ? gzip(IMAGES) : IMAGES), labels);
        assertThat(images.count()).isEqualTo(2);
        assertThat(images.height()).isEqualTo(1);
        assertThat(images.width()).isEqualTo(3);
        assertThat(images.label(1)).isEqualTo(200);
        assertThat(images.label(0)).isEqualTo(7);
        assertThat(images.pixels(0)).containsExactly(0, 0.2f, 1);
    }

    @Test
    void read_fashionMnist_hasItsTestImages() {
        Path data = Fixtures.require("data/fashion-mnist");
        IdxImages images =
                IdxImages.read(data.resolve("t10k-images-idx3-ubyte.gz"), data.resolve("t10k-labels-idx1-ubyte.gz"));
        assertThat(images.count()).isEqualTo(10_000);
        assertThat(images.width()).isEqualTo(28);
        assertThat(IntStream.range(0, images.count())
                        .map(images::label)
                        .filter(label -> label == 9)
                        .count())
                .isEqualTo(1000);
    }

    @Test
    void read_otherCounts_isCorrupt() throws IOException {
        Path images = file("images", IMAGES);
        Path labels = file("labels", new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 7});
        assertThatThrownBy(() -> IdxImages.read(images, labels))
                .isInstanceOf(CorruptInputException.class)
                .hasMessage(images + ": 2 images, but " + labels + " has 1 labels; they do not belong together");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 10, 16, 21})
    void read_truncated_isCorrupt(int length) throws IOException {
        Path labels = file("labels", LABELS);
        Path images = file("images", Arrays.copyOf(IMAGES, length));
        assertThatThrownBy(() -> IdxImages.read(images, labels))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageStartingWith(images + ": ")
                .hasMessageContaining("truncated?");
    }

    @Test
    void read_damagedGzip_isCorrupt() throws IOException {
        Path labels = file("labels", LABELS);
        byte[] packed = gzip(IMAGES);
        Path cut = file("cut", Arrays.copyOf(packed, packed.length - 9));
        assertThatThrownBy(() -> IdxImages.read(cut, labels))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("truncated?");
        packed[packed.length - 6] ^= 1;
        Path changed = file("changed", packed);
        assertThatThrownBy(() -> IdxImages.read(changed, labels))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("damaged gzip");
    }

    @Test
    void read_otherMagic_isUnsupported() throws IOException {
        Path labels = file("labels", LABELS);
        assertThatThrownBy(() -> IdxImages.read(labels, labels))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage(labels + ": begins with the bytes [0, 0, 8, 1], expected [0, 0, 8, 3] of an IDX file of"
                        + " bytes with 3 dimensions");
        byte[] floats = IMAGES.clone();
        floats[2] = 13;
        Path other = file("floats", floats);
        assertThatThrownBy(() -> IdxImages.read(other, labels)).isInstanceOf(UnsupportedInputException.class);
    }

    @Test
    void read_moreThanItsSizes_isCorrupt() throws IOException {
        Path labels = file("labels", Arrays.copyOf(LABELS, LABELS.length + 1));
        assertThatThrownBy(() -> IdxImages.read(labels, labels))
                .isInstanceOf(CorruptInputException.class)
                .hasMessage(labels + ": more bytes than the 2 that its sizes [2] need");
    }

    @Test
    void read_hugeSizes_takesNoMemory() throws IOException {
        byte[] claim = ByteBuffer.allocate(16)
                .putInt(0x803)
                .putInt(Integer.MAX_VALUE)
                .putInt(Integer.MAX_VALUE)
                .putInt(Integer.MAX_VALUE)
                .array();
        Path labels = file("labels", LABELS);
        Path huge = file("huge", claim);
        assertThatThrownBy(() -> IdxImages.read(huge, labels))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("at most 1073741824 bytes");
        ByteBuffer.wrap(claim).putInt(4, 1 << 10).putInt(8, 1 << 10).putInt(12, 1 << 10);
        Path packed = file("packed", gzip(claim));
        assertThatThrownBy(() -> IdxImages.read(packed, labels))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("more than the file can contain");
        ByteBuffer.wrap(claim).putInt(4, -1);
        Path negative = file("negative", claim);
        assertThatThrownBy(() -> IdxImages.read(negative, labels))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("size 4294967295 of dimension 0");
    }

    @Test
    void read_gzipBomb_endsAtTheClaimedSize() throws IOException {
        byte[] bomb = Arrays.copyOf(LABELS, 50_000_000);
        Path labels = file("labels", gzip(bomb));
        assertThatThrownBy(() -> IdxImages.read(labels, labels)).isInstanceOf(CorruptInputException.class);
    }

    @Test
    void read_noFile_isMissing() {
        Path file = folder.resolve("none");
        assertThatThrownBy(() -> IdxImages.read(file, file)).isInstanceOf(MissingInputException.class);
    }
}
