package org.biggantune.command.classify;

import java.nio.file.Path;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.image.ImageFiles;
import org.biggantune.image.ImageResampling;
import org.biggantune.image.PlanarImages;

/**
 * An image file as a classifier's input. An image of the classifier's size stays as it is; of any other the shorter side
 * is brought to that size (to 256 for 224, as torchvision evaluates ImageNet's classifiers) and the middle square taken.
 * Then (x − mean) / std per channel.
 */
final class ClassifierPicture {
    private static final int IMAGENET_SIZE = 224;
    private static final int IMAGENET_SHORTER = 256;

    private ClassifierPicture() {}

    /** Row-major [3, s, s]. */
    static float[] read(Path file, ClassifierMetadata classifier) {
        int size = classifier.inputSize();
        PlanarImages image = ImageFiles.read(file);
        if (image.width() != size || image.height() != size) {
            image = ImageResampling.resizeAndCrop(image, size == IMAGENET_SIZE ? IMAGENET_SHORTER : size, size);
        }
        float[] input = image.data().clone();
        int plane = size * size;
        for (int channel = 0; channel < 3; channel++) {
            float mean = classifier.mean().get(channel).floatValue();
            float std = classifier.std().get(channel).floatValue();
            for (int i = channel * plane; i < (channel + 1) * plane; i++) {
                input[i] = (input[i] - mean) / std;
            }
        }
        return input;
    }
}
