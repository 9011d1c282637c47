package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.stream.DoubleStream;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.model.Classifier;

/** Sums up, batch by batch, what a judge sees in images. Borrows the judge. */
final class ImageAccumulator {
    private final ImageClassifier judge;
    private final String layer;
    private final LabelAccumulator labels;
    private final InceptionAccumulator inception;
    private final int count;
    private float[] features = {};
    private int images;
    private int pairs;
    private double distance;
    private double similarity;
    private double featureDistance;

    /**
     * A tally.
     *
     * @param judge who looks at the images
     * @param layer whose feature map is taken
     * @param label the index of the label that counts as right
     * @param count how many images will come
     */
    ImageAccumulator(ImageClassifier judge, String layer, int label, int count) {
        this.judge = judge;
        this.layer = layer;
        this.labels = new LabelAccumulator(label, judge.file());
        this.inception = new InceptionAccumulator(judge.labelCount());
        this.count = count;
    }

    /**
     * What was seen in a batch.
     *
     * @param images how many it has
     * @param logits row-major [n, labels]
     * @param probabilities their softmax
     * @param features row-major [n, c]
     * @param distance the sum over pairs
     * @param similarity the sum over pairs of MS-SSIM
     * @param featureDistance the sum over pairs of the distances of feature maps
     */
    record Seen(
            int images,
            float[] logits,
            float[] probabilities,
            float[] features,
            double distance,
            double similarity,
            double featureDistance) {}

    /**
     * Looks at a batch, in any thread; of an odd one the last image is in no pair.
     *
     * @param batch [n, 3, r, r] in [−1, 1]
     */
    Seen look(NDArray batch) {
        Classifier.Answer answer = judge.answer(judge.resize(batch), layer);
        int count = (int) batch.getShape().get(0);
        int even = count & ~1;
        return new Seen(
                count,
                answer.logits().toFloatArray(),
                answer.logits().softmax(1).toFloatArray(),
                pooled(answer.features()),
                even == 0 ? 0 : PairDistance.sum(paired(batch, even)),
                even == 0
                        ? 0
                        : DoubleStream.of(StructuralSimilarity.of(paired(batch, even)))
                                .sum(),
                even == 0 ? 0 : PairDistance.sum(FeatureDistance.of(paired(answer.features(), even))));
    }

    private static NDArray paired(NDArray batch, int even) {
        return even == batch.getShape().get(0) ? batch : batch.get(new NDIndex(":" + even));
    }

    /** Adds the next batch. */
    void add(Seen seen) {
        labels.add(seen.logits(), judge.labelCount());
        inception.add(seen.probabilities());
        append(seen.features(), seen.images());
        images += seen.images();
        distance += seen.distance();
        similarity += seen.similarity();
        featureDistance += seen.featureDistance();
        pairs += seen.images() / 2;
    }

    /** The mean over rows and columns: row-major [n, c] of a map [n, c, h, w]. */
    private static float[] pooled(NDArray map) {
        return map.reshape(map.getShape().get(0), map.getShape().get(1), -1)
                .mean(new int[] {2})
                .toFloatArray();
    }

    private void append(float[] vectors, int added) {
        for (float number : vectors) {
            if (!Float.isFinite(number)) {
                throw new CorruptInputException("the judge's feature map " + layer + " has numbers that are not finite;"
                        + " choose another judge");
            }
        }
        if (images == 0) {
            features = new float[Math.multiplyExact(vectors.length / added, count)];
        }
        System.arraycopy(vectors, 0, features, size() * images, vectors.length);
    }

    private int size() {
        return features.length / count;
    }

    /** The scores of all images; all must have come. */
    ImageScores scores() {
        if (images != count) {
            throw new IllegalStateException(images + " images of " + count);
        }
        return new ImageScores(
                count,
                labels.score(),
                distance / pairs,
                similarity / pairs,
                featureDistance / pairs,
                new Features(count, size(), features),
                inception);
    }
}
