package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFormatTest {
    @Test
    void ofName_endingInEitherCase_isItsFormat() {
        assertThat(PictureFormat.ofName("a.PNG")).contains(PictureFormat.PNG);
        assertThat(PictureFormat.ofName("a.jpg")).contains(PictureFormat.JPEG);
        assertThat(PictureFormat.ofName("a.png.JPEG")).contains(PictureFormat.JPEG);
        assertThat(PictureFormat.ofName("a.WebP")).contains(PictureFormat.WEBP);
        assertThat(PictureFormat.ofName("jpg")).isEmpty();
        assertThat(PictureFormat.ofName("a.gif")).isEmpty();
    }

    @Test
    void encode_jpeg_isNearThePictureAndOpaque() throws IOException {
        BufferedImage picture = new BufferedImage(96, 80, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 96 * 80; i++) {
            picture.setRGB(i % 96, i / 96, ((2 * (i % 96)) << 16) | ((3 * (i / 96)) << 8) | (255 - i % 96));
        }
        byte[] bytes = PictureFormat.JPEG.encode(picture, Map.of("Title", "discs"));
        // SOI and JFIF's APP0, EOI (ITU-T T.81, T.871).
        assertThat(bytes).startsWith(0xFF, 0xD8, 0xFF, 0xE0).endsWith(0xFF, 0xD9);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes));
        assertThat(read.getColorModel().hasAlpha()).isFalse();
        assertThat(meanDifference(picture, read)).isBetween(0.01, 1.5);
        assertThat(PictureFormat.JPEG.encode(picture, Map.of())).isEqualTo(bytes);
    }

    /** By a reader that is held against Pillow's. */
    @Test
    void encode_webP_isThePictureWithoutLoss(@TempDir Path folder) throws IOException {
        BufferedImage picture = PixelConversion.toPixels(TestPictures.discs(1, 70), 0);
        byte[] bytes = PictureFormat.WEBP.encode(picture, Map.of("Title", "discs"));
        // The container's header, and the tag of a lossless picture (RFC 9649).
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).matches("(?s)RIFF....WEBPVP8L.*");
        BufferedImage read = ImageFiles.picture(TestPictures.write(folder.resolve("discs.webp"), bytes));
        assertThat(read.getWidth()).isEqualTo(picture.getWidth());
        assertThat(meanDifference(picture, read)).isZero();
        assertThat(PictureFormat.WEBP.encode(picture, Map.of())).isEqualTo(bytes);
    }

    @Test
    void encode_asManyPixelsAsAFormatMayHave_works() throws IOException {
        for (PictureFormat format : List.of(PictureFormat.JPEG, PictureFormat.WEBP)) {
            BufferedImage longest = new BufferedImage(format.mostPixels(), 2, BufferedImage.TYPE_INT_RGB);
            assertThat(format.encode(longest, Map.of())).as(format.extension()).isNotEmpty();
            BufferedImage longer = new BufferedImage(2, format.mostPixels() + 1, BufferedImage.TYPE_INT_RGB);
            assertThatThrownBy(() -> format.encode(longer, Map.of()))
                    .as(format.extension())
                    .isInstanceOfAny(UncheckedIOException.class, DeviceUnavailableException.class);
        }
    }

    @Test
    void encode_png_isThePicture() throws IOException {
        BufferedImage picture = PixelConversion.toPixels(TestPictures.discs(1, 32), 0);
        BufferedImage read =
                ImageIO.read(new ByteArrayInputStream(PictureFormat.PNG.encode(picture, Map.of("Title", "discs"))));
        assertThat(meanDifference(picture, read)).isZero();
    }

    /** The mean absolute difference of all samples, 0 … 255. */
    static double meanDifference(BufferedImage one, BufferedImage other) {
        double sum = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    sum += Math.abs((one.getRGB(x, y) >> shift & 255) - (other.getRGB(x, y) >> shift & 255));
                }
            }
        }
        return sum / (3.0 * one.getWidth() * one.getHeight());
    }
}
