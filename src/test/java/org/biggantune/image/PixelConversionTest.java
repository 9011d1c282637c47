package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.biggantune.domain.failure.DivergedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelConversionTest {
    @ParameterizedTest
    @CsvSource({
        "-1,0",
        "1,255",
        "0,128",
        "-0.001,127",
        "-7,0",
        "7,255",
        "-Infinity,0",
        "Infinity,255",
        "-0.99609,0",
        "-0.996,1",
        "0.99607,254",
        "0.9961,255"
    })
    void toByte_value_isRoundedAndClamped(float value, int expected) {
        assertThat(PixelConversion.toByte(value)).isEqualTo(expected);
    }

    @Test
    void toByte_ofEveryByteOnTheScale_isThatByte() {
        for (int i = 0; i < 256; i++) {
            assertThat(PixelConversion.toByte(i / 127.5f - 1)).isEqualTo(i);
        }
    }

    @Test
    void toByte_nan_isRefused() {
        assertThatThrownBy(() -> PixelConversion.toByte(Float.NaN))
                .isInstanceOf(DivergedException.class)
                .hasMessage(
                        "a pixel of a drawn image is not a number: the class embedding, the latents or a weight of the generator are"
                                + " too large or not finite");
    }

    @Test
    void toPixels_planes_areRedGreenBlue() {
        BufferedImage pixels = PixelConversion.toPixels(
                new PlanarImages(2, 3, 1, 2, new float[] {0, 0, 0, 0, 0, 0, 1, -1, -1, 1, 0, 0}), 1);
        assertThat(pixels.getRGB(0, 0)).isEqualTo(0xFFFF0080);
        assertThat(pixels.getRGB(1, 0)).isEqualTo(0xFF00FF80);
    }

    @Test
    void toPixels_oneChannel_isGreyAndTwoAreRefused() {
        assertThat(PixelConversion.toPixels(new PlanarImages(1, 1, 1, 1, new float[] {0}), 0)
                        .getRGB(0, 0))
                .isEqualTo(0xFF808080);
        assertThatThrownBy(() -> PixelConversion.toPixels(PlanarImages.zeros(1, 2, 1, 1), 0))
                .hasMessage("images of 2 channels, expected 1 or 3");
    }

    @Test
    void toPlanes_pixels_areBytesOver255() {
        BufferedImage pixels = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        pixels.setRGB(0, 0, 0xFF8000);
        pixels.setRGB(1, 0, 0x000133);
        assertThat(PixelConversion.toPlanes(pixels).data()).containsExactly(1, 0, 128 / 255f, 1 / 255f, 0, 51 / 255f);
    }
}
