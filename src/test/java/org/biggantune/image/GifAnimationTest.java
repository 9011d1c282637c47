package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;

class GifAnimationTest {
    @Test
    void finish_frames_areKeptWithTheirTimesAndLoop() throws IOException {
        PlanarImages grey = TestPictures.waves(2, 1, 24, 40);
        BufferedImage colours = PixelConversion.toPixels(TestPictures.discs(1, 40), 0);
        BufferedImage colour = colours.getSubimage(0, 0, 40, 24);
        byte[] bytes;
        try (GifAnimation animation = new GifAnimation()) {
            animation.add(PixelConversion.toPixels(grey, 0), 1000);
            animation.add(PixelConversion.toPixels(grey, 1), 100);
            animation.add(colour, 70);
            bytes = animation.finish();
        }
        // GIF89a; Netscape's loop: a sub-block of three bytes, 1, then 0 for ever; hundredths of a second.
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(latin)
                .startsWith("GIF89a")
                .containsOnlyOnce("!\u00ff\u000bNETSCAPE2.0\u0003\u0001\u0000\u0000\u0000");
        assertThat(latin)
                .containsSubsequence(
                        "!\u00f9\u0004\u0000d\u0000\u0000\u0000",
                        "!\u00f9\u0004\u0000\n\u0000\u0000\u0000",
                        "!\u00f9\u0004\u0000\u0007\u0000\u0000\u0000");
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(3);
            for (int i = 0; i < 2; i++) {
                // 256 greys at most: kept as they are.
                assertThat(PictureFormatTest.meanDifference(PixelConversion.toPixels(grey, i), reader.read(i)))
                        .isZero();
            }
            assertThat(PictureFormatTest.meanDifference(colour, reader.read(2))).isLessThan(4);
        } finally {
            reader.dispose();
        }
    }
}
