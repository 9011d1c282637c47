package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.io.OpenResources;
import org.biggantune.io.ScratchFloats;
import org.biggantune.model.Classifier;

/** Accumulates a judge's measurements of images batch by batch, their features in files. Borrows the judge. */
final class ImageAccumulator {
    private final ImageClassifier judge;
    private final String layer;
    private final MetricNetworks networks;
    private final LabelAccumulator labels;
    private final ScratchFloats features;
    private final ScratchFloats manifold;
    private final DoubleStream.Builder probabilities = DoubleStream.builder();
    private final DoubleStream.Builder distances = DoubleStream.builder();
    private final DoubleStream.Builder similarities = DoubleStream.builder();
    private final DoubleStream.Builder featureDistances = DoubleStream.builder();
    private InceptionAccumulator inception = new InceptionAccumulator(0);
    private int images;
    private int pairs;
    private double distance;
    private double similarity;
    private double featureDistance;

    /**
     * Creates an empty accumulator.
     *
     * @param judge classifies the images
     * @param layer the judge's layer that provides the feature map
     * @param networks which take the place of the judge's features
     * @param label the index of the label that counts as right
     * @param scratch gets the files of the features
     */
    ImageAccumulator(ImageClassifier judge, String layer, MetricNetworks networks, int label, OpenResources scratch) {
        this.judge = judge;
        this.layer = layer;
        this.networks = networks;
        this.labels = new LabelAccumulator(label, judge.file());
        this.features = scratch.own(ScratchFloats.create());
        this.manifold = scratch.own(ScratchFloats.create());
    }

    /**
     * Measurements of one batch.
     *
     * @param images the number of images, n
     * @param logits row-major [n, labels]
     * @param probabilities for the Inception Score, row-major
     * @param manifold the features of precision and recall, row-major [n, m]; empty where they are the others
     * @param features feature maps averaged over positions, row-major [n, c]
     * @param distances the pixel distance of each pair
     * @param similarities the MS-SSIM of each pair
     * @param featureDistances the distance between feature maps of each pair
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Measured(
            int images,
            float[] logits,
            float[] probabilities,
            float[] manifold,
            float[] features,
            float[] distances,
            double[] similarities,
            float[] featureDistances) {
        /** Of no image. */
        static final Measured NOTHING = new Measured(
                0, new float[0], new float[0], new float[0], new float[0], new float[0], new double[0], new float[0]);
    }

    /**
     * Measures a batch; safe on any thread. In an odd batch the last image belongs to no pair.
     *
     * @param batch [n, 3, r, r] in [−1, 1]
     */
    Measured measure(NDArray batch) {
        Classifier.Output answer = judge.answer(judge.resize(batch), layer);
        int count = (int) batch.getShape().get(0);
        int even = count & ~1;
        NDArray probabilities = networks.inception()
                .map(detector -> detector.probabilities(batch))
                .orElseGet(() -> answer.logits().softmax(1));
        // Inception looks at the images twice: its flags give features or probabilities, and nothing documents how
        // its program names the layer between them.
        Optional<NDArray> manifold = networks.vgg().map(detector -> detector.features(batch));
        NDArray features = networks.inception()
                .map(detector -> detector.features(batch))
                .orElseGet(() -> pooled(answer.features()));
        Optional<NDArray> pairs = even == 0 ? Optional.empty() : Optional.of(paired(batch, even));
        List<float[]> read = Readback.of(List.of(
                Optional.of(answer.logits()),
                Optional.of(probabilities),
                manifold,
                Optional.of(features),
                pairs.map(PairDistance::of),
                pairs.map(images -> featureDistances(images, answer.features()))));
        double[] similarities = pairs.map(StructuralSimilarity::of).orElse(new double[0]);
        return new Measured(
                count, read.get(0), read.get(1), read.get(2), read.get(3), read.get(4), similarities, read.get(5));
    }

    /** Returns the distances of pairs of images, whose maps are the first ones of {@code map}. */
    private NDArray featureDistances(NDArray images, NDArray map) {
        return networks.vgg()
                .map(detector -> MetricNetworks.lpips(detector, images))
                .orElseGet(
                        () -> FeatureDistance.of(paired(map, images.getShape().get(0))));
    }

    private static NDArray paired(NDArray batch, long even) {
        return even == batch.getShape().get(0) ? batch : batch.get(new NDIndex(":" + even));
    }

    /** Adds the next batch. */
    void add(Measured seen) {
        for (double probability : labels.add(seen.logits(), judge.labelCount())) {
            probabilities.add(probability);
        }
        if (seen.images() > 0) {
            if (images == 0) {
                inception = new InceptionAccumulator(seen.probabilities().length / seen.images());
            }
            inception.add(seen.probabilities());
            append(features, seen.features());
            append(manifold, seen.manifold());
        }
        images += seen.images();
        distance += PairDistance.sum(seen.distances());
        similarity += DoubleStream.of(seen.similarities()).sum();
        featureDistance += PairDistance.sum(seen.featureDistances());
        for (int pair = 0; pair < seen.images() / 2; pair++) {
            distances.add(seen.distances()[pair]);
            similarities.add(seen.similarities()[pair]);
            featureDistances.add(seen.featureDistances()[pair]);
        }
        pairs += seen.images() / 2;
    }

    /** Averages a map [n, c, h, w] over rows and columns; returns row-major [n, c]. */
    private static NDArray pooled(NDArray map) {
        return map.reshape(map.getShape().get(0), map.getShape().get(1), -1).mean(new int[] {2});
    }

    private void append(ScratchFloats all, float[] vectors) {
        for (float number : vectors) {
            if (!Float.isFinite(number)) {
                throw new CorruptInputException("the features of an image (the judge's layer " + layer
                        + ", or a detector's) have numbers that are not finite; choose another judge or detector");
            }
        }
        all.append(vectors);
    }

    private Features features(ScratchFloats all) {
        return new Features(all, Math.toIntExact(all.size() / images));
    }

    /** Returns the number of pairs so far. */
    int pairs() {
        return pairs;
    }

    /** Returns the scores of all images so far, which have a pair; nothing may be added any more. */
    ImageScores scores() {
        if (pairs == 0) {
            throw new IllegalStateException("no pair of images");
        }
        Features common = features(features);
        return new ImageScores(
                images,
                labels.score(),
                distance / pairs,
                similarity / pairs,
                featureDistance / pairs,
                new ImageScores.Values(
                        probabilities.build().toArray(),
                        distances.build().toArray(),
                        similarities.build().toArray(),
                        featureDistances.build().toArray()),
                common,
                manifold.size() == 0 ? common : features(manifold),
                inception);
    }
}
