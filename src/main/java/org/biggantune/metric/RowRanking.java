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
 * Finds, for labels that a generator may never have seen, the rows whose samples the classifier gives them the most
 * probability for. All rows are sampled from the same latents, once for all labels. Borrows its models.
 */
public final class RowRanking {
    private final BatchLoop loop;
    private final Generator generator;
    private final ImageClassifier classifier;

    /**
     * One of the best rows for a label.
     *
     * @param row its index in the generator's matrix
     * @param probability the mean probability of the label over its samples
     */
    public record BestRow(int row, double probability) {}

    /**
     * A ranking over borrowed models.
     *
     * @param loop who goes through the rows
     * @param generator whose rows
     * @param classifier who looks at their samples
     */
    public RowRanking(BatchLoop loop, Generator generator, ImageClassifier classifier) {
        this.loop = loop;
        this.generator = generator;
        this.classifier = classifier;
    }

    /**
     * The best rows for each label; of equally good ones the first.
     *
     * @param targets whose labels
     * @param seed the run's seed
     * @param samples images of each row, at least 1
     * @param count how many rows a target, at least 1; all where the generator has fewer
     * @param done is told after each row how many were sampled
     * @return rows of each target, the best one first, in the targets' order
     */
    public List<List<BestRow>> best(List<ClassLabel> targets, long seed, int samples, int count, IntConsumer done) {
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
                        best.get(i).offer(new BestRow(row, probabilities[labels[i]] / samples));
                    }
                    done.accept(row + 1);
                });
        return best.stream().map(Best::rows).toList();
    }

    /** The best of the rows that were offered, the best one first; of equally good ones those that were offered first. */
    static final class Best {
        private final int count;
        private final List<BestRow> rows = new ArrayList<>();

        /** Keeps so many rows, at least 1: all rows of all labels would be a table of millions. */
        Best(int count) {
            this.count = count;
        }

        void offer(BestRow row) {
            int place = rows.size();
            while (place > 0 && Double.compare(rows.get(place - 1).probability(), row.probability()) < 0) {
                place--;
            }
            if (place < count) {
                rows.add(place, row);
            }
            if (rows.size() > count) {
                rows.remove(count);
            }
        }

        List<BestRow> rows() {
            return List.copyOf(rows);
        }
    }

    /** The probability of every label, summed over the samples. */
    private double[] probabilities(NDManager rows, float[] embedding, float[] latents) {
        double[] sums = new double[classifier.labelCount()];
        int samples = latents.length / generator.metadata().latentSize();
        int batch = SampleEvaluator.batch(generator.metadata().resolution());
        for (int from = 0; from < samples; from += batch) {
            try (NDManager scope = rows.newSubManager()) {
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
