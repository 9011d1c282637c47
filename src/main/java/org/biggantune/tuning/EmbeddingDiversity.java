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
 * Measures the diversity of a class embedding's samples relative to the generator's other embeddings, which
 * distinguishes a collapsed class from a healthy one without real images. Distances are divided by contrast ({@link
 * org.biggantune.metric.PairDistance}). All embeddings are sampled from the same latents; in a generator with many
 * classes a subset chosen by the seed represents all others, which bounds the cost. Caches the measurements of other
 * embeddings; not thread-safe.
 */
final class EmbeddingDiversity {
    /** The fewest other embeddings for a meaningful comparison (docs/method.md). */
    private static final int LEAST_OTHERS = 7;

    /** The most other embeddings that are sampled. */
    private static final int MOST_OTHERS = 16;

    /** Samples per embedding at first. */
    private static final int FIRST_SAMPLES = 32;
    /** Samples per embedding if the first result is not clear. */
    private static final int MORE_SAMPLES = 256;

    /** Standard errors between result and threshold at which the result is clear. */
    private static final double ERRORS = 3;

    private final Generator generator;
    private final SampleEvaluator evaluator;
    private final long seed;

    /** All rows of the matrix in the random order in which they represent the others. */
    private final int[] order;

    /** Rows by the hash of their values, to find equal embeddings without scanning the whole matrix for each class. */
    private final Map<Integer, List<Integer>> byHash = new HashMap<>();

    /** Distances of other embeddings, by number of samples and row. */
    private final Map<Integer, Map<Integer, float[]>> measured = new HashMap<>();

    EmbeddingDiversity(Generator generator, SampleEvaluator evaluator, long seed) {
        this.generator = generator;
        this.evaluator = evaluator;
        this.seed = seed;
        EmbeddingMatrix rows = generator.embeddings();
        this.order = RandomStream.permutation(new RandomKey(seed, StreamPurpose.COLLAPSE, 0, 1, 0), rows.rows());
        for (int row = 0; row < rows.rows(); row++) {
            byHash.computeIfAbsent(Arrays.hashCode(rows.row(row)), unused -> new ArrayList<>())
                    .add(row);
        }
    }

    /**
     * The result of a measurement.
     *
     * @param relative the relative diversity; empty if the generator has too few other embeddings or their samples do
     *     not vary
     * @param images the images needed without the cache, for the embedding and the others
     */
    record Measured(Optional<RelativeDiversity> relative, long images) {
        static final Measured NONE = new Measured(Optional.empty(), 0);
    }

    /**
     * Measures the relative diversity of an embedding from 32 samples per embedding, or from 256 if the former cannot
     * decide on which side of the threshold it is.
     */
    Measured relative(float[] embedding, double threshold) {
        Set<Integer> same = new HashSet<>(byHash.getOrDefault(Arrays.hashCode(embedding), List.of()));
        same.removeIf(other -> !Arrays.equals(generator.embeddings().row(other), embedding));
        int others = order.length - same.size();
        if (others < LEAST_OTHERS) {
            return Measured.NONE;
        }
        int[] sampled = Arrays.stream(order)
                .filter(other -> !same.contains(other))
                .limit(MOST_OTHERS)
                .toArray();
        RelativeDiversity first = relative(embedding, sampled, others, FIRST_SAMPLES);
        boolean clear = Math.abs(first.share() - threshold) > ERRORS * first.error();
        RelativeDiversity found = clear ? first : relative(embedding, sampled, others, MORE_SAMPLES);
        long images = (1L + sampled.length) * (clear ? FIRST_SAMPLES : FIRST_SAMPLES + MORE_SAMPLES);
        // Not finite if the typical class draws always the same image or none.
        return new Measured(Optional.of(found).filter(relative -> Double.isFinite(relative.share())), images);
    }

    private RelativeDiversity relative(float[] embedding, int[] sampled, int others, int samples) {
        Map<Integer, float[]> known = measured.computeIfAbsent(samples, unused -> new HashMap<>());
        List<float[]> distances = new ArrayList<>();
        for (int one : sampled) {
            distances.add(known.computeIfAbsent(
                    one, other -> measure(generator.embeddings().row(other), samples)));
        }
        return RelativeDiversity.of(measure(embedding, samples), distances, others);
    }

    private float[] measure(float[] embedding, int samples) {
        return evaluator.contrastDistances(embedding, new RandomKey(seed, StreamPurpose.COLLAPSE, 0, 0, 0), samples);
    }
}
