package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.failure.DivergedException;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversityReduction;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.domain.settings.ObjectiveWeights;
import org.biggantune.support.DemoModelTests;
import org.biggantune.support.Relative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectiveTest extends DemoModelTests {
    private static final int SHIRT = 5;
    private static final int SHIRT_LABEL = 6;
    private static final int BATCH = 4;

    private static Objective objective(Diversity kind, double diversity, double proximity, EmbeddingBounds bounds) {
        ObjectiveWeights weights = new ObjectiveWeights(new DiversitySettings(kind, diversity), proximity);
        return new Objective(demo.runtime(), demo.generator(), demo.examiner(), SHIRT_LABEL, weights, bounds);
    }

    private static Objective objective(Diversity kind, double diversity, double proximity) {
        return objective(kind, diversity, proximity, new EmbeddingBounds(-10, 10));
    }

    private static LatentBatch latents() {
        RandomKey key = new RandomKey(7, StreamPurpose.TUNING, SHIRT, 0, 0);
        float[] z =
                RandomStream.normals(key, BATCH * demo.generator().metadata().latentSize());
        return new LatentBatch(z, new int[][] {{2, 0}, {1, 3}});
    }

    private static float[] row() {
        return demo.generator().embeddings().row(SHIRT);
    }

    private static float[] moved(float[] from, float[] direction, double step) {
        float[] moved = from.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (step * direction[i]);
        }
        return moved;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void evaluate_proximity_hasTheGradientOfFiniteDifferences() {
        float[] start = row();
        float[] direction = RandomStream.normals(new RandomKey(1, StreamPurpose.INITIAL, 0, 0, 0), start.length);
        float[] embedding =
                moved(start, RandomStream.normals(new RandomKey(2, StreamPurpose.INITIAL, 0, 0, 0), 128), 0.1);
        Objective with = objective(Diversity.NONE, 0, 0.3);
        Objective without = objective(Diversity.NONE, 0, 0);
        StepMetrics here = with.evaluate(embedding, start, latents());
        float[] pull = moved(
                here.gradient(), without.evaluate(embedding, start, latents()).gradient(), -1);

        double step = 1e-2;
        double ahead = with.evaluate(moved(embedding, direction, step), start, latents())
                .proximity();
        double behind = with.evaluate(moved(embedding, direction, -step), start, latents())
                .proximity();
        double slope = 0.3 * (ahead - behind) / (2 * step);
        assertThat(dot(pull, direction)).isCloseTo(slope, within(1e-3 * Math.abs(slope) + 1e-3));
        assertThat(Math.sqrt(dot(pull, pull))).isCloseTo(2 * 0.3 * Math.sqrt(here.proximity()), within(1e-4));
        assertThat(with.evaluate(start, start, latents()).proximity()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"PIXELWISE", "FEATURES"})
    void evaluate_allTerms_addUpAndHaveTheGradientOfFiniteDifferences(Diversity kind) {
        float[] start = demo.generator().embeddings().mean();
        float[] embedding = row();
        Objective objective = objective(kind, 0.4, 0.1);
        StepMetrics here = objective.evaluate(embedding, start, latents());
        assertThat(here.diversity()).isPositive();
        assertThat(here.proximity()).isPositive();
        assertThat(here.probability()).isBetween(0.0, 1.0);
        assertThat(here.loss())
                .isCloseTo(here.crossEntropy() - 0.4 * here.diversity() + 0.1 * here.proximity(), within(1e-5));

        double step = 5e-4 / here.gradientNorm();
        double ahead = objective
                .evaluate(moved(embedding, here.gradient(), step), start, latents())
                .loss();
        double behind = objective
                .evaluate(moved(embedding, here.gradient(), -step), start, latents())
                .loss();
        double slope = (ahead - behind) / (2 * step);
        assertThat(slope / dot(here.gradient(), here.gradient())).isCloseTo(1, within(0.03));
    }

    @ParameterizedTest
    @EnumSource(names = {"SOFTMAX", "PIXELWISE", "FEATURES"})
    void evaluate_sumOverPairs_isTheMeanTimesTheirCount(Diversity kind) {
        DiversitySettings sum = new DiversitySettings(kind, 0.4, DiversityReduction.SUM, "auto");
        EmbeddingBounds bounds = new EmbeddingBounds(-10, 10);
        StepMetrics summed = new Objective(
                        demo.runtime(),
                        demo.generator(),
                        demo.examiner(),
                        SHIRT_LABEL,
                        new ObjectiveWeights(sum, 0),
                        bounds)
                .evaluate(row(), row(), latents());
        StepMetrics mean = objective(kind, 0.4, 0).evaluate(row(), row(), latents());
        assertThat(summed.diversity() / mean.diversity()).isCloseTo(2, within(1e-6));
    }

    @Test
    void evaluate_featuresOfAStandardInput_countAsAPicturesNumbersWould() {
        double objective = objective(Diversity.FEATURES, 1, 0)
                .evaluate(row(), row(), latents())
                .diversity();
        try (NDManager scope = demo.runtime().newScope()) {
            NDArray z = demo.generator().latents(scope, latents().arranged().latents());
            NDArray images = demo.generator().images(z, scope.create(row(), new Shape(1, row().length)));
            NDArray map = demo.examiner()
                    .answer(demo.examiner().resize(images), "layer3")
                    .features();
            double unscaled =
                    PairDiversity.ratios(map, z, new Scalars(scope)).mean().getFloat();
            // 64 channels of 8 × 8 against 3 of 32 × 32
            assertThat(objective / unscaled).isCloseTo(Math.sqrt(3072.0 / 4096), within(1e-5));
        }
    }

    @Test
    void evaluate_withoutDiversityWeight_ignoresPairsInTheGradient() {
        float[] plain = objective(Diversity.NONE, 0, 0)
                .evaluate(row(), row(), latents())
                .gradient();
        StepMetrics watched = objective(Diversity.SOFTMAX, 0, 0).evaluate(row(), row(), latents());
        assertThat(watched.diversity()).isPositive();
        assertThat(Relative.distance(watched.gradient(), plain)).isLessThan(1e-5);
    }

    @Test
    void evaluate_outsideTheBounds_isWorthAsMuchAsAtThemAndPullsNowhere() {
        EmbeddingBounds bounds = new EmbeddingBounds(-0.2f, 0.2f);
        Objective objective = objective(Diversity.NONE, 0, 0, bounds);
        float[] embedding = row();
        float[] clamped = row();
        for (int i = 0; i < clamped.length; i++) {
            clamped[i] = bounds.clamp(clamped[i]);
        }
        StepMetrics outside = objective.evaluate(embedding, embedding, latents());
        assertThat(outside.loss())
                .isEqualTo(objective.evaluate(clamped, clamped, latents()).loss());
        int beyond = 0;
        for (int i = 0; i < embedding.length; i++) {
            if (embedding[i] != clamped[i]) {
                assertThat(outside.gradient()[i]).isZero();
                beyond++;
            }
        }
        assertThat(beyond).isBetween(1, 127);
        assertThat(outside.gradientNorm()).isPositive();
    }

    @Test
    void evaluate_twice_givesTheSameBits() {
        Objective objective = objective(Diversity.PIXELWISE, 0.4, 0.1);
        StepMetrics first = objective.evaluate(row(), row(), latents());
        StepMetrics second = objective.evaluate(row(), row(), latents());
        assertThat(second.loss()).isEqualTo(first.loss());
        assertThat(second.gradient()).containsExactly(first.gradient());
    }

    @Test
    void evaluate_numbersThatAreNone_saysThatItDiverged() {
        float[] broken = row();
        broken[3] = Float.NaN;
        Objective objective = objective(Diversity.NONE, 0, 0);
        assertThatThrownBy(() -> objective.evaluate(broken, row(), latents()))
                .isInstanceOf(DivergedException.class)
                .hasMessage("tuning diverged: loss NaN, gradient norm NaN; try a smaller --learning-rate");
        // The collector of gradients is free again.
        assertThat(objective.evaluate(row(), row(), latents()).loss()).isFinite();
    }

    @Test
    void programs_inAStep_letGradientsReachTheEmbeddingAlone() {
        try (NDManager scope = demo.runtime().newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray z = demo.generator().latents(scope, latents().arranged().latents());
            NDArray y = scope.create(row(), new Shape(1, 128));
            assertThatThrownBy(() -> collector.backward(logits(z, y).sum()))
                    .as("nothing in either program asks for a gradient")
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("does not require grad");

            y.setRequiresGradient(true);
            collector.backward(logits(z, y).sum());
            assertThat(y.getGradient().abs().sum().getFloat()).isPositive();
            assertThat(z.hasGradient()).isFalse();

            demo.generator().freeze(false);
            assertThatCode(() -> collector.backward(logits(z, y.stopGradient()).sum()))
                    .as("weights that are not frozen ask for one")
                    .doesNotThrowAnyException();
        } finally {
            demo.generator().freeze(true);
        }
    }

    private static NDArray logits(NDArray z, NDArray y) {
        return demo.examiner().logits(demo.examiner().resize(demo.generator().images(z, y)));
    }
}
