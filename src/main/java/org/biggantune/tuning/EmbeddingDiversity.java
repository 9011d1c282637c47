package org.biggantune.tuning;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

    /** Samples per embedding at first, and how many are added as long as the result is not clear: 64, 128, 256 in all. */
    private static final int[] SAMPLES = {32, 32, 64, 128};

    /** Standard errors between result and threshold at which the result is clear. */
    private static final double ERRORS = 3;

    private final Generator generator;
    private final SampleEvaluator evaluator;
    private final long seed;

    /** All rows of the matrix in the random order in which they represent the others. */
    private final int[] order;

    /** Rows by the hash of their values, to find equal embeddings without scanning the whole matrix for each class. */
    private final Map<Integer, List<Integer>> byHash = new HashMap<>();

    /** Distances of the matrix's embeddings, by row: a block for each of the first {@link #SAMPLES}. */
    private final Map<Integer, List<float[]>> measured = new HashMap<>();

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
     * Measures the relative diversity of an embedding from 32 samples per embedding, or from 64, 128 or 256 as long as
     * fewer cannot decide on which side of the threshold it is.
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
        List<float[]> own = same.isEmpty() ? new ArrayList<>() : blocks(Collections.min(same));
        RelativeDiversity found = relative(embedding, own, sampled, others, 1);
        int blocks = 1;
        while (blocks < SAMPLES.length && Math.abs(found.share() - threshold) <= ERRORS * found.error()) {
            blocks++;
            found = relative(embedding, own, sampled, others, blocks);
        }
        long images = (1L + sampled.length) * Arrays.stream(SAMPLES, 0, blocks).sum();
        // Not finite if the typical class draws always the same image or none.
        return new Measured(Optional.of(found).filter(relative -> Double.isFinite(relative.share())), images);
    }

    private List<float[]> blocks(int row) {
        return measured.computeIfAbsent(row, unused -> new ArrayList<>());
    }

    private RelativeDiversity relative(float[] embedding, List<float[]> own, int[] sampled, int others, int blocks) {
        List<float[]> distances = new ArrayList<>();
        for (int one : sampled) {
            distances.add(distances(generator.embeddings().row(one), blocks(one), blocks));
        }
        return RelativeDiversity.of(distances(embedding, own, blocks), distances, others);
    }

    /** Returns the distances of so many blocks, of which those that are missing are measured and kept. */
    private float[] distances(float[] embedding, List<float[]> known, int blocks) {
        while (known.size() < blocks) {
            RandomKey key = new RandomKey(seed, StreamPurpose.COLLAPSE, 0, 0, known.size());
            known.add(evaluator.contrastDistances(embedding, key, SAMPLES[known.size()]));
        }
        FloatBuffer joined =
                FloatBuffer.allocate(Arrays.stream(SAMPLES, 0, blocks).sum() / 2);
        known.subList(0, blocks).forEach(joined::put);
        return joined.array();
    }
}
