package org.biggantune.command.evaluate;

import java.util.Arrays;
import org.biggantune.domain.ClassLabel;
import org.biggantune.image.ImagePadding;
import org.biggantune.image.ImageResampling;
import org.biggantune.image.PlanarImages;
import org.biggantune.metric.ImageSource;

/**
 * Some real pictures of a class, brought to a generator's size: a grey picture that is smaller gets a black frame, as
 * networks for MNIST and its like are fed; of any other the shorter side is resized and the middle square taken. Where
 * there are more pictures than wanted, those at even distances are taken, whatever order they are in.
 *
 * @param images where they come from
 * @param target their class
 * @param count how many, at most as many as there are
 * @param resolution height and width
 */
record RealSample(RealImages images, ClassLabel target, int count, int resolution) implements ImageSource {
    /** At most so many pictures of a class. */
    static RealSample atMost(int most, RealImages images, ClassLabel target, int resolution) {
        return new RealSample(images, target, Math.min(most, images.count(target)), resolution);
    }

    @Override
    public float[] images(int from, int to) {
        int plane = resolution * resolution;
        float[] all = new float[Math.multiplyExact(to - from, 3 * plane)];
        long available = images.count(target);
        for (int i = from; i < to; i++) {
            PlanarImages picture = fitted(images.picture(target, Math.toIntExact(i * available / count)), resolution);
            for (int channel = 0; channel < 3; channel++) {
                int source = picture.offset(0, picture.channels() == 1 ? 0 : channel);
                int at = ((i - from) * 3 + channel) * plane;
                for (int pixel = 0; pixel < plane; pixel++) {
                    all[at + pixel] = 2 * picture.data()[source + pixel] - 1;
                }
            }
        }
        return all;
    }

    private static PlanarImages fitted(PlanarImages picture, int size) {
        if (picture.height() == size && picture.width() == size) {
            return picture;
        }
        return picture.height() <= size && picture.width() <= size && isGrey(picture)
                ? ImagePadding.centre(picture, size, size, 0)
                : ImageResampling.resizeAndCrop(picture, size, size);
    }

    private static boolean isGrey(PlanarImages picture) {
        int plane = picture.height() * picture.width();
        for (int channel = 1; channel < picture.channels(); channel++) {
            int at = picture.offset(0, channel);
            if (!Arrays.equals(picture.data(), 0, plane, picture.data(), at, at + plane)) {
                return false;
            }
        }
        return true;
    }
}
