package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.model.Generator;

/**
 * Measures how diverse a row's samples are beside those of the generator's other rows: what tells a collapsed class from
 * a healthy one without any real image. Distances are over contrast ({@link org.biggantune.metric.PairDistance}). Every
 * row is drawn from the same latents; of a generator with many classes some rows, chosen by the seed, stand for all, so
 * that the price does not grow with their count. Keeps what it has measured of them; not thread-safe.
 */
final class RowDiversity {
    /** With fewer other rows it is not known what is usual (docs/method.md). */
    private static final int LEAST_OTHERS = 7;

    /** Rows that stand for all others. */
    private static final int MOST_OTHERS = 16;

    private static final int FIRST_LOOK = 32;
    private static final int SECOND_LOOK = 256;

    /** So many standard errors from the threshold the first look is enough. */
    private static final double ERRORS = 3;

    private final Generator generator;
    private final SampleEvaluator evaluator;
    private final long seed;

    /** Distances of other rows: of how many samples, by row. */
    private final Map<Integer, Map<Integer, float[]>> measured = new HashMap<>();

    RowDiversity(Generator generator, SampleEvaluator evaluator, long seed) {
        this.generator = generator;
        this.evaluator = evaluator;
        this.seed = seed;
    }

    /**
     * A row's diversity beside other rows', from 32 samples of each, or from 256 where those do not tell on which side of
     * a threshold it is.
     *
     * @return nothing where the generator has too few other rows, or rows whose samples do not differ
     */
    Optional<RelativeDiversity> relative(float[] row, double threshold) {
        int[] others = Arrays.stream(RandomStream.permutation(
                        new RandomKey(seed, StreamPurpose.COLLAPSE, 0, 1, 0),
                        generator.embeddings().rows()))
                .filter(other -> !Arrays.equals(generator.embeddings().row(other), row))
                .toArray();
        if (others.length < LEAST_OTHERS) {
            return Optional.empty();
        }
        RelativeDiversity first = relative(row, others, FIRST_LOOK);
        boolean clear = Math.abs(first.share() - threshold) > ERRORS * first.error();
        // Not finite: the usual class draws one picture, or none.
        return Optional.of(clear ? first : relative(row, others, SECOND_LOOK))
                .filter(found -> Double.isFinite(found.share()));
    }

    private RelativeDiversity relative(float[] row, int[] others, int samples) {
        Map<Integer, float[]> known = measured.computeIfAbsent(samples, unused -> new HashMap<>());
        List<float[]> distances = new ArrayList<>();
        for (int i = 0; i < Math.min(others.length, MOST_OTHERS); i++) {
            distances.add(known.computeIfAbsent(
                    others[i], other -> measure(generator.embeddings().row(other), samples)));
        }
        return RelativeDiversity.of(measure(row, samples), distances, others.length);
    }

    private float[] measure(float[] row, int samples) {
        return evaluator.contrastDistances(row, new RandomKey(seed, StreamPurpose.COLLAPSE, 0, 0, 0), samples);
    }
}
