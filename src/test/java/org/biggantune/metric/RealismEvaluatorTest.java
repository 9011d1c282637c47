package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.io.OpenResources;
import org.biggantune.model.BatchLoop;
import org.biggantune.support.DemoBench;
import org.biggantune.support.LibtorchThreads;
import org.biggantune.support.ScratchFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealismEvaluatorTest {
    private static final ClassLabel SHIRT = new ClassLabel(5, "shirt");
    private static final int SHIRT_LABEL = 6;
    private static final int SAMPLES = 250;
    private static final int PIXELS = 3 * 32 * 32;

    @TempDir
    Path folder;

    @Test
    void generatedAndReal_sameImages_giveTheSameScoresInAnyNumberOfLanes() {
        try (DemoBench demo = DemoBench.open(folder, Preprocessing.STANDARD);
                OpenResources scratch = new OpenResources()) {
            String layer = demo.judge().featureMap("auto");
            RealismEvaluator evaluator = new RealismEvaluator(
                    new BatchLoop(demo.runtime()), demo.generator(), demo.judgeExaminer(), layer, MetricNetworks.NONE);
            float[] row = demo.generator().embeddings().row(5);
            ImageScores scores = evaluator.generated(row, Optional.empty(), SHIRT, 3, SAMPLES, scratch);
            // Images drawn in one piece, without the classes under test.
            float[] latents =
                    RandomStream.normals(new RandomKey(3, StreamPurpose.EVALUATION, SHIRT_LABEL, 0, 0), SAMPLES * 80);
            float[] images;
            try (NDManager scope = demo.runtime().newScope()) {
                NDArray z = scope.create(latents, new Shape(SAMPLES, 80));
                images = demo.generator()
                        .images(z, scope.create(row, new Shape(1, row.length)))
                        .toFloatArray();
            }
            ImageSource source = new ImageSource() {
                @Override
                public int count() {
                    return SAMPLES;
                }

                @Override
                public float[] images(int from, int to) {
                    return Arrays.copyOfRange(images, from * PIXELS, to * PIXELS);
                }
            };
            assertSame(evaluator.real(source, SHIRT, scratch), scores, 1e-5);
            for (int threads : new int[] {2, 4}) {
                assertSame(
                        LibtorchThreads.during(
                                threads, () -> evaluator.generated(row, Optional.empty(), SHIRT, 3, SAMPLES, scratch)),
                        scores,
                        0);
                assertSame(
                        LibtorchThreads.during(threads, () -> evaluator.real(source, SHIRT, scratch)),
                        evaluator.real(source, SHIRT, scratch),
                        0);
            }
        }
    }

    private static void assertSame(ImageScores found, ImageScores expected, double tolerance) {
        assertThat(found.count()).isEqualTo(expected.count());
        assertThat(found.judge().top1()).isEqualTo(expected.judge().top1());
        assertThat(found.judge().probability()).isCloseTo(expected.judge().probability(), within(tolerance));
        assertThat(found.msSsim()).isCloseTo(expected.msSsim(), within(tolerance));
        assertThat(found.featureDistance()).isCloseTo(expected.featureDistance(), within(tolerance));
        assertThat(found.pairDiversity()).isCloseTo(expected.pairDiversity(), within(tolerance));
        assertThat(found.inception().score()).isCloseTo(expected.inception().score(), within(tolerance));
        float[] features = ScratchFeatures.values(found.features());
        float[] wanted = ScratchFeatures.values(expected.features());
        assertThat(features).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(features[i]).isCloseTo(wanted[i], within((float) tolerance));
        }
    }
}
