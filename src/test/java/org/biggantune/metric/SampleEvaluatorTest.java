package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.model.BatchLoop;
import org.biggantune.support.DemoModelTests;
import org.biggantune.support.LibtorchThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleEvaluatorTest extends DemoModelTests {
    private static final ClassLabel SHIRT = new ClassLabel(5, "shirt");
    private static final int SHIRT_LABEL = 6;
    private static final int PIXELS = 3 * 32 * 32;

    private static SampleScores scores(int samples) {
        return new SampleEvaluator(
                        new BatchLoop(demo.runtime()),
                        demo.generator(),
                        demo.examiner(),
                        Optional.of(demo.judgeExaminer()))
                .scores(row(), Optional.empty(), SHIRT, 3, StreamPurpose.VALIDATION, samples);
    }

    private static float[] row() {
        return demo.generator().embeddings().row(5);
    }

    /** What one image at a time gives, without the classes under test. */
    private static double[] byHand(int samples) {
        float[] latents = RandomStream.normals(new RandomKey(3, StreamPurpose.VALIDATION, 5, 0, 0), samples * 80);
        double[] sums = new double[5];
        float[] last = new float[PIXELS];
        for (int i = 0; i < samples; i++) {
            try (NDManager scope = demo.runtime().newScope()) {
                NDArray z = scope.create(Arrays.copyOfRange(latents, i * 80, (i + 1) * 80), new Shape(1, 80));
                NDArray image = demo.generator().images(z, scope.create(row(), new Shape(1, 128)));
                NDArray input = image.add(1).div(2).sub(0.2860f).div(0.3530f);
                addLabel(demo.classifier().logits(input).softmax(1).toFloatArray(), sums, 0);
                addLabel(demo.judge().logits(input).softmax(1).toFloatArray(), sums, 2);
                float[] pixels = image.toFloatArray();
                sums[4] += i % 2 == 0 ? 0 : distance(last, pixels);
                last = pixels;
            }
        }
        return sums;
    }

    private static void addLabel(float[] probabilities, double[] sums, int at) {
        boolean best = true;
        for (float probability : probabilities) {
            best &= probability <= probabilities[SHIRT_LABEL];
        }
        sums[at] += best ? 1 : 0;
        sums[at + 1] += probabilities[SHIRT_LABEL];
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += Math.pow((double) a[i] - b[i], 2);
        }
        return Math.sqrt(squares / a.length);
    }

    @Test
    void scores_ofSomeSamples_areThoseOfOneImageAtATime() {
        double[] sums = byHand(10);
        SampleScores scores = scores(10);
        assertThat(scores.classifier().top1()).isEqualTo(sums[0] / 10);
        assertThat(scores.classifier().probability()).isCloseTo(sums[1] / 10, within(1e-5));
        assertThat(scores.judge().orElseThrow().top1()).isEqualTo(sums[2] / 10);
        assertThat(scores.judge().orElseThrow().probability()).isCloseTo(sums[3] / 10, within(1e-5));
        assertThat(scores.pairDiversity()).isCloseTo(sums[4] / 5, within(1e-5));
    }

    @Test
    void scores_ofMoreThanABatch_areThoseOfOneImageAtATime() {
        double[] sums = byHand(130);
        SampleScores scores = scores(130);
        assertThat(scores.classifier().top1()).isEqualTo(sums[0] / 130);
        assertThat(scores.classifier().probability()).isCloseTo(sums[1] / 130, within(1e-5));
        assertThat(scores.pairDiversity()).isCloseTo(sums[4] / 65, within(1e-5));
    }

    @Test
    void scores_withoutAJudge_haveNone() {
        SampleScores scores = new SampleEvaluator(
                        new BatchLoop(demo.runtime()), demo.generator(), demo.examiner(), Optional.empty())
                .scores(row(), Optional.empty(), SHIRT, 3, StreamPurpose.VALIDATION, 2);
        assertThat(scores.judge()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void scores_batchesSideBySide_areTheSameToTheBit(int lanes) {
        List<float[]> seen = new ArrayList<>();
        SampleScores expected = observed(1, seen);
        List<float[]> seenSideBySide = new ArrayList<>();
        assertThat(observed(lanes, seenSideBySide)).isEqualTo(expected);
        // Four batches, of which the observer is told in order.
        assertThat(seenSideBySide).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(seenSideBySide.get(i)).containsExactly(seen.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void contrastDistances_batchesSideBySide_areThoseOfEachPairInOrder(int lanes) {
        RandomKey key = new RandomKey(3, StreamPurpose.COLLAPSE, 0, 0, 0);
        float[] distances = LibtorchThreads.during(
                lanes,
                () -> new SampleEvaluator(
                                new BatchLoop(demo.runtime()), demo.generator(), demo.examiner(), Optional.empty())
                        .contrastDistances(row(), key, 250));
        assertThat(distances).hasSize(125);
        float[] latents = demo.generator().metadata().latents(key, 250);
        for (int pair : new int[] {0, 40, 124}) {
            try (NDManager scope = demo.runtime().newScope()) {
                NDArray images = demo.generator().images(scope, latents, row(), 2 * pair, 2 * pair + 2);
                assertThat(distances[pair])
                        .isCloseTo(PairDistance.overContrast(images).toFloatArray()[0], within(1e-5f));
            }
        }
    }

    private static SampleScores observed(int lanes, List<float[]> seen) {
        return LibtorchThreads.during(lanes, () -> {
            SampleEvaluator evaluator = new SampleEvaluator(
                    new BatchLoop(demo.runtime()),
                    demo.generator(),
                    demo.examiner(),
                    Optional.of(demo.judgeExaminer()));
            return evaluator
                    .measure(
                            row(),
                            Optional.empty(),
                            SHIRT,
                            3,
                            StreamPurpose.VALIDATION,
                            250,
                            Optional.of(new SampleObserver() {
                                @Override
                                public Optional<String> layer() {
                                    return Optional.empty();
                                }

                                @Override
                                public void see(NDArray latents, ImageClassifier.View view) {
                                    seen.add(latents.concat(view.logits(), 1).toFloatArray());
                                }
                            }))
                    .scores();
        });
    }
}
