package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.support.AllocatedMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {
    private static final int SOLID = 0x6432C8;

    private static final Path IMAGES = Path.of("src", "test", "resources", "image");

    @TempDir
    private Path folder;

    private PlanarImages read(byte[] bytes) {
        return ImageFiles.read(TestPictures.write(folder.resolve("image"), bytes));
    }

    private static byte[] withColorInCorner(int type, String format) {
        BufferedImage image = new BufferedImage(2, 2, type);
        image.setRGB(1, 0, 0x80FF8000);
        return TestPictures.encode(image, format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp"})
    void read_losslessRgb_isExact(String format) {
        BufferedImage image = TestPictures.gradient(19, 11, BufferedImage.TYPE_INT_RGB);
        PlanarImages planes = read(TestPictures.encode(image, format));
        assertThat(planes).hasToString("[1, 3, 11, 19]");
        assertThat(planes.data())
                .containsExactly(PixelConversion.toPlanes(image).data());
    }

    @Test
    void read_alpha_isDropped() {
        float[] data =
                read(withColorInCorner(BufferedImage.TYPE_INT_ARGB, "png")).data();
        assertThat(new float[] {data[1], data[5], data[9]}).containsExactly(1, 128 / 255f, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "bmp"})
    void read_palette_isExact(String format) {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
        image.setRGB(0, 0, 0xFFFF3300);
        float[] data = read(TestPictures.encode(image, format)).data();
        assertThat(data).containsExactly(1, 0, 51 / 255f, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "jpg"})
    void read_grey_isRepeatedWithoutGamma(String format) {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((java.awt.image.DataBufferByte) image.getRaster().getDataBuffer()).getData(), (byte) 60);
        float[] data = read(TestPictures.encode(image, format)).data();
        assertThat(data).hasSize(192).containsOnly(60 / 255f);
    }

    @Test
    void read_sixteenBits_keepsThem() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(1, 0, 0, 12345);
        assertThat(read(TestPictures.encode(image, "png")).data())
                .containsExactly(0, 12345 / 65535f, 0, 12345 / 65535f, 0, 12345 / 65535f);
    }

    @Test
    void read_jpeg_isNear() {
        assertSolid(read(solidJpeg()));
    }

    @Test
    void read_jpegWithColorProfile_keepsTheStoredSamples() throws IOException {
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        ByteBuffer segment = ByteBuffer.allocate(18 + profile.length);
        segment.putShort((short) 0xFFE2).putShort((short) (16 + profile.length));
        segment.put("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.US_ASCII)).put(profile);
        // After the start marker and the JFIF segment of 18 bytes.
        assertSolid(read(insert(solidJpeg(), 20, segment.array())));
    }

    private static void assertSolid(PlanarImages planes) {
        for (int channel = 0; channel < 3; channel++) {
            float expected = ((SOLID >> (16 - 8 * channel)) & 255) / 255f;
            assertThat(planes.data()[planes.offset(0, channel) + 5]).isCloseTo(expected, within(3 / 255f));
        }
    }

    private static byte[] solidJpeg() {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[256];
        Arrays.fill(row, SOLID);
        image.setRGB(0, 0, 16, 16, row, 0, 16);
        return TestPictures.encode(image, "jpg");
    }

    private static byte[] insert(byte[] file, int at, byte[] inserted) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(file, 0, at);
        all.write(inserted);
        all.write(file, at, file.length - at);
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2})
    void read_cmykJpeg_isUnsupported(int adobeTransform) throws IOException {
        byte[] adobe = {
            (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) adobeTransform
        };
        byte[] bytes = adobeTransform < 0 ? cmykJpeg() : insert(cmykJpeg(), 2, adobe);
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage(folder.resolve("image") + ": a CMYK image; expected RGB or grey, convert it to RGB first");
    }

    private static byte[] cmykJpeg() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            Raster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 20, 20, 4, null);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
    void read_truncatedAnywhere_isCorrupt(String format) {
        byte[] whole = TestPictures.encode(TestPictures.gradient(97, 61, BufferedImage.TYPE_3BYTE_BGR), format);
        for (int length = 30; length < whole.length - 8; length += whole.length / 50) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut))
                    .as("%s cut to %d bytes", format, length)
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageStartingWith(folder.resolve("image") + ": ")
                    .hasMessageContaining("incomplete image: ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void read_hugeSizeInTheHeader_isRefusedBeforeDecoding() {
        byte[] png = TestPictures.encode(TestPictures.gradient(4, 4, BufferedImage.TYPE_INT_RGB), "png");
        resized(png, 20000);
        assertThatThrownBy(() -> read(png))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage(folder.resolve("image")
                        + ": 20000 × 20000 pixels; this tool reads images of at most 268435456 pixels");
    }

    private static void resized(byte[] png, int size) {
        ByteBuffer.wrap(png).putInt(16, size).putInt(20, size);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif"})
    void read_moreThanTheBytesCanHold_isRefusedBeforeDecoding(String format) {
        byte[] image = TestPictures.encode(new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_BINARY), format);
        if (format.equals("png")) {
            resized(image, 16384);
        } else {
            int descriptor = new String(image, StandardCharsets.ISO_8859_1).lastIndexOf(",\0\0\0\0\4\0\4\0");
            image[descriptor + 6] = 0x40;
            image[descriptor + 8] = 0x40;
            image[descriptor + 5] = 0;
            image[descriptor + 7] = 0;
        }
        assertThatThrownBy(() -> read(image))
                .isInstanceOf(CorruptInputException.class)
                .hasMessage(folder.resolve("image") + ": 16384 × 16384 pixels in " + image.length
                        + " bytes; damaged or incomplete image");
    }

    @Test
    void read_moreThanTheHeapHolds_isRefusedBeforeDecoding() {
        // The heap is what the tests' options give, 2 GiB at least.
        int size = (int) Math.sqrt(Runtime.getRuntime().maxMemory() / 19.0);
        assumeThat(size).isLessThan(16384);
        byte[] png = TestPictures.encode(TestPictures.gradient(4, 4, BufferedImage.TYPE_INT_RGB), "png");
        resized(png, size);
        byte[] padded = Arrays.copyOf(png, 30_000);
        long before = AllocatedMemory.ofThisThread();
        assertThatThrownBy(() -> read(padded))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("image: " + size + " × " + size + " pixels take ")
                .hasMessageContaining("BIGGAN_TUNE_JAVA_OPTS");
        assertThat(AllocatedMemory.ofThisThread() - before).isLessThan(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zTXt", "iTXt"})
    void read_textThatInflatesTo32Mebibytes_isNotInflated(String kind) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write((kind.equals("zTXt") ? "x\0\0" : "x\0\1\0\0\0").getBytes(StandardCharsets.US_ASCII));
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(content)) {
            deflated.write(new byte[1 << 25]);
        }
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.size()).putInt(content.size());
        chunk.put(kind.getBytes(StandardCharsets.US_ASCII)).put(content.toByteArray());
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + content.size());
        chunk.putInt((int) crc.getValue());
        BufferedImage image = TestPictures.gradient(19, 11, BufferedImage.TYPE_INT_RGB);
        // After the signature and the header.
        byte[] bomb = insert(TestPictures.encode(image, "png"), 33, chunk.array());
        long before = AllocatedMemory.ofThisThread();
        assertThat(read(bomb).data())
                .containsExactly(PixelConversion.toPlanes(image).data());
        assertThat(AllocatedMemory.ofThisThread() - before).isLessThan(1 << 22);
    }

    @Test
    void read_noImage_saysWhat() {
        Path file = folder.resolve("image");
        assertThatThrownBy(() -> read(new byte[0]))
                .isInstanceOf(CorruptInputException.class)
                .hasMessage(file + ": the file is empty; expected an image");
        assertThatThrownBy(() -> read("hello".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage(file + ": not an image this tool reads; expected PNG, JPEG, WebP, BMP or GIF");
        byte[] tiff = TestPictures.encode(TestPictures.gradient(4, 4, BufferedImage.TYPE_INT_RGB), "tiff");
        assertThatThrownBy(() -> read(tiff)).isInstanceOf(UnsupportedInputException.class);
    }

    /** Files by Pillow 12.3 with libwebp 1.6, and what its {@code convert("RGB")} makes of them. */
    @ParameterizedTest
    @ValueSource(strings = {"lossy", "lossless", "alpha", "lossy-alpha"})
    void read_webP_isWhatPillowReads(String name) {
        float[] found = ImageFiles.read(IMAGES.resolve(name + ".webp")).data();
        assertThat(found)
                .containsExactly(ImageFiles.read(IMAGES.resolve(name + ".png")).data());
    }

    @Test
    void read_plainWebP_isNotTakenForADamagedOne() throws IOException {
        assertThat(Files.size(IMAGES.resolve("plain.webp"))).isLessThan(1200 * 1200 / 10_000);
        assertThat(ImageFiles.read(IMAGES.resolve("plain.webp"))).hasToString("[1, 3, 1200, 1200]");
    }

    @Test
    void read_animatedWebP_isUnsupported() {
        assertThatThrownBy(() -> ImageFiles.read(IMAGES.resolve("animated.webp")))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageEndingWith("animated.webp: an animated WebP image; expected a still one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossy", "lossless", "alpha", "lossy-alpha"})
    void read_webPCutAnywhere_isCorrupt(String name) throws IOException {
        byte[] whole = Files.readAllBytes(IMAGES.resolve(name + ".webp"));
        for (int length = 12; length < whole.length - 8; length += whole.length / 20) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageStartingWith(folder.resolve("image") + ": damaged or incomplete image: ")
                    .hasMessageNotContaining("\n");
        }
    }

    /** Some of it libwebp reports as a lack of memory. */
    @Test
    void read_webPWithDamageAnywhere_isReadOrRefused() throws IOException {
        byte[] whole = Files.readAllBytes(IMAGES.resolve("lossy-alpha.webp"));
        int refused = 0;
        for (int place = 0; place < whole.length; place++) {
            for (int flipped : new int[] {0xFF, 0x10}) {
                byte[] damaged = whole.clone();
                damaged[place] ^= (byte) flipped;
                try {
                    assertThat(read(damaged).count()).isEqualTo(1);
                } catch (CorruptInputException | UnsupportedInputException e) {
                    assertThat(e).hasMessageStartingWith(folder.resolve("image") + ": ");
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(whole.length / 4);
    }

    @Test
    void read_missingFile_saysSo() {
        assertThatThrownBy(() -> ImageFiles.read(folder.resolve("no.png")))
                .isInstanceOf(MissingInputException.class)
                .hasMessage(folder.resolve("no.png") + ": no such file; expected an image");
        assertThatThrownBy(() -> ImageFiles.read(folder))
                .isInstanceOf(MissingInputException.class)
                .hasMessage(folder + ": a folder; expected an image file");
    }
}
