package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.biggantune.domain.EmbeddingMatrix;
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

    /** All rows in the order of their turn to stand for others. */
    private final int[] turns;

    /** Rows by the hash of their numbers: equal ones are found without going over the whole matrix for each class. */
    private final Map<Integer, List<Integer>> byHash = new HashMap<>();

    /** Distances of other rows: of how many samples, by row. */
    private final Map<Integer, Map<Integer, float[]>> measured = new HashMap<>();

    RowDiversity(Generator generator, SampleEvaluator evaluator, long seed) {
        this.generator = generator;
        this.evaluator = evaluator;
        this.seed = seed;
        EmbeddingMatrix rows = generator.embeddings();
        this.turns = RandomStream.permutation(new RandomKey(seed, StreamPurpose.COLLAPSE, 0, 1, 0), rows.rows());
        for (int row = 0; row < rows.rows(); row++) {
            byHash.computeIfAbsent(Arrays.hashCode(rows.row(row)), unused -> new ArrayList<>())
                    .add(row);
        }
    }

    /**
     * What was seen of a row.
     *
     * @param relative its diversity beside other rows'; empty where the generator has too few of these, or rows whose
     *     samples do not differ
     * @param images how many were drawn of it and of the rows beside it, as if no earlier class had needed these
     */
    record Look(Optional<RelativeDiversity> relative, long images) {
        static final Look NONE = new Look(Optional.empty(), 0);
    }

    /**
     * A row's diversity beside other rows', from 32 samples of each, or from 256 where those do not tell on which side of
     * a threshold it is.
     */
    Look relative(float[] row, double threshold) {
        Set<Integer> same = new HashSet<>(byHash.getOrDefault(Arrays.hashCode(row), List.of()));
        same.removeIf(other -> !Arrays.equals(generator.embeddings().row(other), row));
        int others = turns.length - same.size();
        if (others < LEAST_OTHERS) {
            return Look.NONE;
        }
        int[] beside = Arrays.stream(turns)
                .filter(other -> !same.contains(other))
                .limit(MOST_OTHERS)
                .toArray();
        RelativeDiversity first = relative(row, beside, others, FIRST_LOOK);
        boolean clear = Math.abs(first.share() - threshold) > ERRORS * first.error();
        RelativeDiversity found = clear ? first : relative(row, beside, others, SECOND_LOOK);
        long images = (1L + beside.length) * (clear ? FIRST_LOOK : FIRST_LOOK + SECOND_LOOK);
        // Not finite: the usual class draws one picture, or none.
        return new Look(Optional.of(found).filter(relative -> Double.isFinite(relative.share())), images);
    }

    private RelativeDiversity relative(float[] row, int[] beside, int others, int samples) {
        Map<Integer, float[]> known = measured.computeIfAbsent(samples, unused -> new HashMap<>());
        List<float[]> distances = new ArrayList<>();
        for (int one : beside) {
            distances.add(known.computeIfAbsent(
                    one, other -> measure(generator.embeddings().row(other), samples)));
        }
        return RelativeDiversity.of(measure(row, samples), distances, others);
    }

    private float[] measure(float[] row, int samples) {
        return evaluator.contrastDistances(row, new RandomKey(seed, StreamPurpose.COLLAPSE, 0, 0, 0), samples);
    }
}
