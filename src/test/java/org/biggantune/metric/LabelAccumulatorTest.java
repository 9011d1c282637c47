package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import org.biggantune.domain.failure.CorruptInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelAccumulatorTest {
    private static final float[] LOGITS = {1, 2, 3, 0.5f, -1, 0.25f, 100, 98, -100, 2, 2, 1};
    private static final Path MODEL = Path.of("judge.pt");

    @Test
    void score_ofLogits_isTheSoftmaxOfNumpy() {
        LabelAccumulator accumulator = new LabelAccumulator(0, MODEL);
        accumulator.add(LOGITS, 3);
        ClassifierScore score = accumulator.score();
        assertThat(score.probability()).isCloseTo(0.473166044803249, within(1e-12));
        assertThat(score.crossEntropy()).isCloseTo(1.0226602414868797, within(1e-12));
        // Of two equal logits the first counts, as argmax has it.
        assertThat(score.top1()).isEqualTo(0.75);
    }

    @Test
    void add_inBatches_isTheSameAsAtOnce() {
        LabelAccumulator whole = new LabelAccumulator(2, MODEL);
        whole.add(LOGITS, 3);
        LabelAccumulator parts = new LabelAccumulator(2, MODEL);
        parts.add(Arrays.copyOf(LOGITS, 3), 3);
        parts.add(new float[0], 3);
        parts.add(Arrays.copyOfRange(LOGITS, 3, 12), 3);
        assertThat(parts.score()).isEqualTo(whole.score());
    }

    @Test
    void add_hugeLogits_doNotOverflow() {
        LabelAccumulator accumulator = new LabelAccumulator(1, MODEL);
        accumulator.add(new float[] {-3e38f, 3e38f, 0}, 3);
        assertThat(accumulator.score()).isEqualTo(new ClassifierScore(1, 1, 0));
    }

    @ParameterizedTest
    @CsvSource({"NaN, NaN, NaN", "1, NaN, 2", "Infinity, 1, 2", "-Infinity, -Infinity, -Infinity"})
    void add_logitsThatGiveNoProbabilities_isRefusedAndNeverAHit(float first, float second, float third) {
        LabelAccumulator accumulator = new LabelAccumulator(0, MODEL);
        accumulator.add(new float[] {0, 1, 2}, 3);
        assertThatThrownBy(() -> accumulator.add(new float[] {first, second, third}, 3))
                .isInstanceOf(CorruptInputException.class)
                .hasMessage("judge.pt: the logits of an image are not finite; a weight of this model or a pixel"
                        + " of the image is not finite or too large");
        assertThat(accumulator.score().top1()).isZero();
    }

    @Test
    void add_labelsThatAreImpossible_haveNoProbability() {
        LabelAccumulator accumulator = new LabelAccumulator(1, MODEL);
        accumulator.add(new float[] {Float.NEGATIVE_INFINITY, 3, Float.NEGATIVE_INFINITY}, 3);
        assertThat(accumulator.score()).isEqualTo(new ClassifierScore(1, 1, 0));
    }

    @Test
    void score_withoutSamples_isRefused() {
        LabelAccumulator accumulator = new LabelAccumulator(0, MODEL);
        assertThatThrownBy(accumulator::score)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no samples");
    }
}
