package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Generator;

/**
 * Ranks a generator's class embeddings for labels that the generator may never have seen: by the mean probability that
 * a classifier assigns to the label on an embedding's samples. All embeddings are sampled from the same latents, once
 * for all labels. Borrows its models.
 */
public final class EmbeddingRanking {
    private final BatchLoop loop;
    private final Generator generator;
    private final ImageClassifier classifier;

    /**
     * One of the best class embeddings for a label.
     *
     * @param row its row in the generator's embedding matrix
     * @param probability the label's mean probability over its samples
     */
    public record RankedEmbedding(int row, double probability) {}

    /**
     * Creates a ranking over borrowed models.
     *
     * @param loop runs the embeddings
     * @param generator the generator with the embeddings
     * @param classifier classifies their samples
     */
    public EmbeddingRanking(BatchLoop loop, Generator generator, ImageClassifier classifier) {
        this.loop = loop;
        this.generator = generator;
        this.classifier = classifier;
    }

    /**
     * Returns the best embeddings for each label; ties go to the lower row.
     *
     * @param targets the classes to find embeddings for; the classifier must know their labels
     * @param seed the run's seed
     * @param samples images per embedding, at least 1
     * @param count embeddings per target, at least 1; all if the generator has fewer
     * @param done receives the number of embeddings sampled so far, after each one
     * @return for each target, in order, its embeddings from best to worst
     */
    public List<List<RankedEmbedding>> best(
            List<ClassLabel> targets, long seed, int samples, int count, IntConsumer done) {
        int[] labels = targets.stream().mapToInt(classifier::label).toArray();
        List<Best> best = targets.stream().map(target -> new Best(count)).toList();
        float[] latents = generator.metadata().latents(new RandomKey(seed, StreamPurpose.ROWS, 0, 0, 0), samples);
        int[] sampled = {0};
        loop.each(
                generator.embeddings().rows(),
                1,
                (scope, row, next) ->
                        probabilities(scope, generator.embeddings().row(row), latents),
                probabilities -> {
                    int row = sampled[0]++;
                    for (int i = 0; i < labels.length; i++) {
                        best.get(i).offer(new RankedEmbedding(row, probabilities[labels[i]] / samples));
                    }
                    done.accept(row + 1);
                });
        return best.stream().map(Best::rows).toList();
    }

    /** Keeps the best embeddings offered, best first; ties keep the order in which they were offered. */
    static final class Best {
        private final int count;
        private final List<RankedEmbedding> rows = new ArrayList<>();

        /**
         * Keeps at most {@code count} embeddings, at least 1: scores of all embeddings for all labels would be millions
         * of numbers.
         */
        Best(int count) {
            this.count = count;
        }

        void offer(RankedEmbedding row) {
            int position = rows.size();
            while (position > 0 && Double.compare(rows.get(position - 1).probability(), row.probability()) < 0) {
                position--;
            }
            if (position < count) {
                rows.add(position, row);
            }
            if (rows.size() > count) {
                rows.remove(count);
            }
        }

        List<RankedEmbedding> rows() {
            return List.copyOf(rows);
        }
    }

    /** Returns the probability of every label, summed over the samples. */
    private double[] probabilities(NDManager manager, float[] embedding, float[] latents) {
        double[] sums = new double[classifier.labelCount()];
        int samples = latents.length / generator.metadata().latentSize();
        int batch = loop.measured(generator.metadata().resolution(), classifier.inputSize());
        for (int from = 0; from < samples; from += batch) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray images = generator.images(scope, latents, embedding, from, Math.min(samples, from + batch));
                float[] found = classifier
                        .logits(classifier.resize(images))
                        .softmax(1)
                        .sum(new int[] {0})
                        .toFloatArray();
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += found[i];
                }
            }
        }
        return sums;
    }
}
