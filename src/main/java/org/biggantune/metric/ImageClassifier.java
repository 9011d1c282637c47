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
 * A classifier together with the preparation of its input, applied to generated images. Closes the preparation, not the
 * classifier.
 */
public final class ImageClassifier implements AutoCloseable {
    private final Classifier classifier;
    private final ClassifierInput input;

    /**
     * Prepares a classifier for images of a generator.
     *
     * @param runtime the device
     * @param classifier the classifier, borrowed
     * @param resolution the images' height and width
     * @param preprocessing how they are resized and normalised
     */
    public ImageClassifier(TorchRuntime runtime, Classifier classifier, int resolution, Preprocessing preprocessing) {
        this.classifier = classifier;
        this.input = new ClassifierInput(runtime, resolution, classifier.metadata(), preprocessing);
    }

    /**
     * Returns the classifier's label index of a class.
     *
     * @throws SettingsConflictException if the classifier has no such label, or several of which none is at the class's
     *     index
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

    /** Resizes images [n, 3, r, r] to the classifier's size [n, 3, s, s] without normalising them. */
    public NDArray resize(NDArray images) {
        return input.resize(images);
    }

    /** Returns the logits [n, labels] of resized images. */
    public NDArray logits(NDArray resized) {
        return classifier.logits(input.normalise(resized));
    }

    /**
     * The images shown to the classifier and its output.
     *
     * @param resized images [n, 3, s, s] in the classifier's size, not normalised
     * @param logits [n, labels]
     * @param features the feature map [n, c, h, w] of the requested layer
     */
    public record View(NDArray resized, NDArray logits, Optional<NDArray> features) {}

    /**
     * Classifies images in one forward pass.
     *
     * @param images [n, 3, r, r] in [−1, 1]
     * @param layer the layer whose feature map is returned too, as resolved by {@link #featureMap}
     */
    public View view(NDArray images, Optional<String> layer) {
        NDArray resized = resize(images);
        if (layer.isEmpty()) {
            return new View(resized, logits(resized), Optional.empty());
        }
        Classifier.Output answer = answer(resized, layer.get());
        return new View(resized, answer.logits(), Optional.of(answer.features()));
    }

    /** Returns the logits and a feature map of resized images from one pass; see {@link Classifier#answer}. */
    public Classifier.Output answer(NDArray resized, String layer) {
        return classifier.answer(input.normalise(resized), layer);
    }

    /** Resolves a user's choice of layer; see {@link Classifier#featureMap}. */
    public String featureMap(String choice) {
        return classifier.featureMap(choice);
    }

    /** Whether distances are scaled to be comparable between models; see {@link ClassifierInput#scalesDistances}. */
    public boolean scalesDistances() {
        return input.scalesDistances();
    }

    /**
     * Returns the factor that makes distances comparable between image sizes; see {@link
     * ClassifierInput#distanceScale}.
     */
    public double distanceScale(long numbers) {
        return input.distanceScale(numbers);
    }

    /** Returns the number of images classified since the classifier was opened; see {@link Classifier#seen}. */
    public long seen() {
        return classifier.seen();
    }

    /** Returns the height and width of the classifier's input. */
    int inputSize() {
        return input.size();
    }

    Path file() {
        return classifier.file();
    }

    int labelCount() {
        return classifier.metadata().labels().size();
    }

    @Override
    public void close() {
        input.close();
    }
}
