package org.biggantune.command.classify;

import java.nio.file.Path;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.image.ImageFiles;
import org.biggantune.image.ImageResampling;
import org.biggantune.image.PlanarImages;

/**
 * Reads an image file as input for a classifier. Unless it has the classifier's size, it is resized so that its shorter side
 * has that size (256 for 224, as torchvision does for ImageNet classifiers), and its central square is cropped. Then
 * (x − mean) / std is applied per channel.
 */
final class ClassifierPicture {
    private static final int IMAGENET_SIZE = 224;
    private static final int IMAGENET_SHORTER = 256;

    private ClassifierPicture() {}

    /** Reads an image as row-major [3, s, s]. */
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
