package org.biggantune.tuning;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.biggantune.domain.LatentKey;
import org.biggantune.domain.LatentStream;
import org.biggantune.domain.Purpose;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.model.Generator;

/**
 * How diverse a row's samples are beside those of the generator's other rows: what tells a collapsed class from a healthy
 * one without any real image. Every row is drawn from the same latents; of a generator with many classes some rows,
 * chosen by the seed, stand for all. Keeps what it has measured; not thread-safe.
 */
final class RowDiversity {
    /** Rows that stand for all others: their median hardly moves with more. */
    private static final int OTHER_ROWS = 16;

    private static final int SAMPLES = 32;

    private final Generator generator;
    private final SampleEvaluator evaluator;
    private final long seed;
    private final Map<Integer, Double> measured = new HashMap<>();

    RowDiversity(Generator generator, SampleEvaluator evaluator, long seed) {
        this.generator = generator;
        this.evaluator = evaluator;
        this.seed = seed;
    }

    /** A row's pair diversity divided by the median of other rows'; 1 for a generator's only row. */
    double relative(float[] row) {
        int[] order = LatentStream.permutation(
                new LatentKey(seed, Purpose.COLLAPSE, 0, 1, 0),
                generator.embeddings().rows());
        double[] others = Arrays.stream(order)
                .filter(other -> !Arrays.equals(generator.embeddings().row(other), row))
                .limit(OTHER_ROWS)
                .mapToDouble(this::diversity)
                .sorted()
                .toArray();
        if (others.length == 0) {
            return 1;
        }
        double median = (others[(others.length - 1) / 2] + others[others.length / 2]) / 2;
        return median > 0 ? measure(row) / median : 1;
    }

    private double diversity(int row) {
        return measured.computeIfAbsent(
                row, index -> measure(generator.embeddings().row(index)));
    }

    private double measure(float[] row) {
        return evaluator.pairDiversity(row, new LatentKey(seed, Purpose.COLLAPSE, 0, 0, 0), SAMPLES);
    }
}
