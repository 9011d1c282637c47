package org.biggantune.command.evaluate;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.image.ImagePadding;
import org.biggantune.image.ImageResampling;
import org.biggantune.image.PlanarImages;
import org.biggantune.metric.ImageSource;

/**
 * A sample of the real images of a class, at a generator's resolution. Smaller greyscale images are padded with black, as is
 * usual for MNIST; all others are resized by their shorter side and cropped to the central square. If there are more images
 * than wanted, evenly spaced ones are used.
 *
 * @param images the source of the images
 * @param target their class
 * @param count the number of images, at most as many as there are
 * @param resolution height and width
 * @param unreadable gets the images that cannot be read
 */
record RealSample(RealImages images, ClassLabel target, int count, int resolution, UnreadableImages unreadable)
        implements ImageSource {
    /** Returns a sample of at most {@code most} images of a class. */
    static RealSample atMost(
            int most, RealImages images, ClassLabel target, int resolution, UnreadableImages unreadable) {
        return new RealSample(images, target, Math.min(most, images.count(target)), resolution, unreadable);
    }

    /** Returns the index of a sampled image among all images of the class. */
    int place(int picture) {
        return Math.toIntExact(picture * (long) images.count(target) / count);
    }

    /** Returns the name of a sampled image. */
    String name(int picture) {
        return images.name(target, place(picture));
    }

    /** Adds the contents of all sampled images to a digest. */
    void digest(MessageDigest into) {
        for (int i = 0; i < count; i++) {
            images.digest(target, place(i), into);
        }
    }

    @Override
    public float[] images(int from, int to) {
        int plane = resolution * resolution;
        float[] all = new float[Math.multiplyExact(to - from, 3 * plane)];
        int read = 0;
        for (int i = from; i < to; i++) {
            Optional<PlanarImages> found = picture(i);
            if (found.isPresent()) {
                copy(found.get(), all, read * 3 * plane);
                read++;
            }
        }
        return read == to - from ? all : Arrays.copyOf(all, read * 3 * plane);
    }

    private Optional<PlanarImages> picture(int index) {
        try {
            return Optional.of(fitted(images.picture(target, place(index)), resolution));
        } catch (CorruptInputException | UnsupportedInputException | MissingInputException e) {
            unreadable.add(index, name(index), e);
            return Optional.empty();
        }
    }

    private static void copy(PlanarImages picture, float[] all, int start) {
        int plane = picture.height() * picture.width();
        for (int channel = 0; channel < 3; channel++) {
            int source = picture.offset(0, picture.channels() == 1 ? 0 : channel);
            int at = start + channel * plane;
            for (int pixel = 0; pixel < plane; pixel++) {
                all[at + pixel] = 2 * picture.data()[source + pixel] - 1;
            }
        }
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
