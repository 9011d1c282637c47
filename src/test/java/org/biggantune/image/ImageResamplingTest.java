package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.biggantune.support.AllocatedMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers come from torch.nn.functional.interpolate on the same waves and torchvision's crop formulas. */
class ImageResamplingTest {
    private static void check(PlanarImages images, double first, double middle, double last, double sum, double wave) {
        float[] data = images.data();
        double actualSum = 0;
        double actualWave = 0;
        for (int i = 0; i < data.length; i++) {
            actualSum += data[i];
            actualWave += data[i] * Math.cos(i);
        }
        assertThat(data[0]).isCloseTo((float) first, within(2e-6f));
        assertThat(data[data.length / 2]).isCloseTo((float) middle, within(2e-6f));
        assertThat(data[data.length - 1]).isCloseTo((float) last, within(2e-6f));
        assertThat(actualSum).isCloseTo(sum, within(1e-4));
        assertThat(actualWave).isCloseTo(wave, within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({
        "30,47,16,12,-0.238459974527359,-0.05606511980295181,0.2809307277202606,-13.423883921278502,6.2635347581342575",
        "47,30,17,12,0.16728387773036957,-0.1099290028,-0.3397625684738159,-18.087497779983096,-12.2278949258538",
        "9,14,20,20,0.480626993602322,0.8358419729817298,-0.7689086121897549,-3.2986364646581734,10.36585307286559",
        "9,14,20,18,0.45026264844402186,0.68319514751915,-0.1074707139944365,25.606179772330208,18.838279291815482",
        "21,20,16,15,-0.022690441459417343,-0.16973493993282318,-0.071069955825,-11.222667210691725,2.83412793901",
        "31,31,31,16,0.9980226755142212,-0.9995226263999939,-0.7048384547233582,-21.88547796313651,-15.356255565982035"
    })
    void resizeAndCrop_waves_isThatOfTorchvision(
            int height, int width, int shorter, int crop, double a, double b, double c, double sum, double wave) {
        PlanarImages cropped = ImageResampling.resizeAndCrop(TestPictures.waves(2, 3, height, width), shorter, crop);
        assertThat(cropped).hasToString("[2, 3, " + crop + ", " + crop + "]");
        check(cropped, a, b, c, sum, wave);
    }

    /** Over a plane y = row the interpolation is exact: place i of a side that grew f times shows (i + ½)/f − ½. */
    @ParameterizedTest
    @CsvSource({"20000,1", "1000000,1", "1,20000"})
    void resizeAndCrop_thinPicture_showsItsMiddleInLittleMemory(int height, int width) {
        PlanarImages thin = PlanarImages.zeros(1, 1, height, width);
        for (int i = 0; i < thin.data().length; i++) {
            thin.data()[i] = i;
        }
        long before = AllocatedMemory.ofThisThread();
        PlanarImages cropped = ImageResampling.resizeAndCrop(thin, 32, 32);
        assertThat(AllocatedMemory.ofThisThread() - before).isLessThan(1 << 20);
        long size = Math.max(height, width);
        for (int i = 0; i < 32; i++) {
            float expected = (float) ((32 * (size - 1) / 2.0 + i + 0.5) / 32 - 0.5);
            int along = height > width ? i * 32 : i;
            assertThat(cropped.data()[along]).isEqualTo(expected, within(expected * 2e-7f));
        }
    }

    @Test
    void resizeAndCrop_largerThanTheShorterSide_isRefused() {
        assertThatThrownBy(() -> ImageResampling.resizeAndCrop(TestPictures.waves(1, 1, 5, 4), 8, 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot crop 9 from a side of 8");
    }
}
