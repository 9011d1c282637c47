package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.support.RuntimeTests;
import org.biggantune.support.StandInDetectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How NVIDIA's detectors are called, by programs with their parameters. */
class FeatureDetectorTest extends RuntimeTests {
    @TempDir
    Path folder;

    @Test
    void inception_images_areShownAsBytes() {
        Path file = StandInDetectors.inception(folder.resolve("i.pt"), 2048);
        try (FeatureDetector detector = FeatureDetector.inception(file, true, runtime)) {
            // −1 is 0.5 → 0 as a byte, 1 is 255.5 → 255, 0 is 128.
            NDArray images =
                    scope.create(new float[] {-1, 0, 1}, new Shape(3, 1, 1, 1)).repeat(1, 3);
            float[] features = detector.features(images).toFloatArray();
            assertThat(features).hasSize(3 * 2048);
            assertThat(new float[] {features[0], features[2048], features[4096], features[4097]})
                    .containsExactly(0, 128, 255, 510);
        }
    }

    @Test
    void inception_probabilities_areThoseWithoutTheBias() {
        Path file = StandInDetectors.inception(folder.resolve("i.pt"), 2048);
        try (FeatureDetector detector = FeatureDetector.inception(file, true, runtime)) {
            NDArray image = scope.create(new float[] {1, -1, -1}, new Shape(1, 3, 1, 1));
            float[] found = detector.probabilities(image).toFloatArray();
            double first = Math.exp(2.55) / (Math.exp(2.55) + 2);
            assertThat((double) found[0]).isCloseTo(first, within(1e-6));
        }
    }

    @Test
    void vgg_lpips_isTakenWithoutResizing_ofLargeImagesAveraged() {
        Path file = StandInDetectors.vgg(folder.resolve("v.pt"));
        try (FeatureDetector detector = FeatureDetector.vgg(file, true, runtime)) {
            NDArray small = scope.full(new Shape(1, 3, 8, 8), 0.5f);
            assertThat(detector.lpips(small).toFloatArray()).hasSize(3 * 64).containsOnly(1.9125f);
            NDArray large = scope.full(new Shape(1, 3, 512, 512), 0.5f);
            assertThat(detector.lpips(large).getShape()).isEqualTo(new Shape(1, 3 * 256 * 256));
            assertThat(detector.features(small).toFloatArray()).containsExactly(191, 191, 191);
        }
    }

    @Test
    void programs_ofOtherOutputsOrParameters_areRefused() {
        Path narrow = StandInDetectors.inception(folder.resolve("n.pt"), 64);
        assertThatThrownBy(() -> FeatureDetector.inception(narrow, true, runtime))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("with return_features it gives (3, 64) for 3 images, expected (3, 2048)");
        Path vgg = StandInDetectors.vgg(folder.resolve("v.pt"));
        assertThatThrownBy(() -> FeatureDetector.inception(vgg, true, runtime))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("its forward takes no no_output_bias");
        Path constant = StandInDetectors.write(folder.resolve("c.pt"), """
                  def forward(self, img: Tensor, resize_images: bool=True, return_features: bool=False, return_lpips: bool=False) -> Tensor:
                    return torch.ones([3, 5])
                """);
        assertThatThrownBy(() -> FeatureDetector.vgg(constant, true, runtime))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("does not tell an image from its negative");
    }
}
