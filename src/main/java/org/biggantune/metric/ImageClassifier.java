package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.model.Classifier;
import org.biggantune.model.ClassifierInput;
import org.biggantune.model.TorchRuntime;

/**
 * A classifier with the preparation of its input, asked about generated images. Closes the preparation, not the
 * classifier.
 */
public final class ImageClassifier implements AutoCloseable {
    private final Classifier classifier;
    private final ClassifierInput input;

    /**
     * A classifier ready for a generator's images.
     *
     * @param runtime the device
     * @param classifier the classifier, borrowed
     * @param resolution the images' height and width
     * @param preprocessing how they are prepared
     */
    public ImageClassifier(TorchRuntime runtime, Classifier classifier, int resolution, Preprocessing preprocessing) {
        this.classifier = classifier;
        this.input = new ClassifierInput(runtime, resolution, classifier.metadata(), preprocessing);
    }

    /**
     * The index of a class's label.
     *
     * @throws SettingsConflictException if the classifier has no such label, or several at other places
     */
    public int label(ClassLabel target) {
        return classifier
                .metadata()
                .indexOf(target)
                .orElseThrow(() -> new SettingsConflictException(classifier.file() + ": this classifier has "
                        + count(target) + " '" + target.name() + "'; choose one that knows the class"));
    }

    private String count(ClassLabel target) {
        ClassNames labels = classifier.metadata().names();
        List<Integer> found = labels.indicesOf(target.name());
        return found.isEmpty() ? "no label" : "several labels (" + labels.summary(found) + ")";
    }

    /** Images [n, 3, r, r] in the classifier's size, not normalised. */
    public NDArray resize(NDArray images) {
        return input.resize(images);
    }

    /** The logits [n, labels] of resized images. */
    public NDArray logits(NDArray resized) {
        return classifier.logits(input.normalise(resized));
    }

    /**
     * What the classifier is shown and what it says.
     *
     * @param resized images [n, 3, s, s] in the classifier's size, not normalised
     * @param logits [n, labels]
     * @param features the feature map [n, c, h, w] of the layer that was asked for
     */
    public record View(NDArray resized, NDArray logits, Optional<NDArray> features) {}

    /**
     * Shows the classifier images, once.
     *
     * @param images [n, 3, r, r] in [−1, 1]
     * @param layer whose feature map is wanted too, a result of {@link #featureMap}
     */
    public View view(NDArray images, Optional<String> layer) {
        NDArray resized = resize(images);
        if (layer.isEmpty()) {
            return new View(resized, logits(resized), Optional.empty());
        }
        Classifier.Answer answer = answer(resized, layer.get());
        return new View(resized, answer.logits(), Optional.of(answer.features()));
    }

    /** Logits and a feature map of resized images in one pass; see {@link Classifier#answer}. */
    public Classifier.Answer answer(NDArray resized, String layer) {
        return classifier.answer(input.normalise(resized), layer);
    }

    /** The classifier's layer that is meant by a choice; see {@link Classifier#featureMap}. */
    public String featureMap(String choice) {
        return classifier.featureMap(choice);
    }

    /** Whether distances are scaled to mean the same for all models; see {@link ClassifierInput#scalesDistances}. */
    public boolean scalesDistances() {
        return input.scalesDistances();
    }

    /** What distances are multiplied by to mean the same at every size; see {@link ClassifierInput#distanceScale}. */
    public double distanceScale(long numbers) {
        return input.distanceScale(numbers);
    }

    /** How many images the classifier has looked at since it was opened; see {@link Classifier#seen}. */
    public long seen() {
        return classifier.seen();
    }

    /** The classifier's file. */
    Path file() {
        return classifier.file();
    }

    /** The count of labels. */
    int labelCount() {
        return classifier.metadata().labels().size();
    }

    @Override
    public void close() {
        input.close();
    }
}
