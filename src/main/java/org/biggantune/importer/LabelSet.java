package org.biggantune.importer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.ImageNet;

/** The class names of public data sets, in the order of the classes of their classifiers and generators. */
public final class LabelSet {
    private static final List<String> CIFAR10 =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private LabelSet() {}

    /** Returns ImageNet's 1,000 classes (ILSVRC 2012). */
    static List<String> imagenet() {
        return ImageNet.names();
    }

    /** Returns Places365's 365 scene categories. */
    public static List<String> places365() {
        return resource("places365_classes.txt");
    }

    /** Returns the labels of CIFAR-10. */
    private static List<String> cifar10() {
        return CIFAR10;
    }

    /** Returns the label set with a name: {@code imagenet}, {@code places365} or {@code cifar10}. */
    public static Optional<List<String>> named(String name) {
        return switch (name) {
            case "imagenet" -> Optional.of(imagenet());
            case "places365" -> Optional.of(places365());
            case "cifar10" -> Optional.of(cifar10());
            default -> Optional.empty();
        };
    }

    /** Returns the label set that a size suggests: 1000 for ImageNet, 365 for Places365. */
    static Optional<List<String>> ofSize(int count) {
        return switch (count) {
            case 1000 -> Optional.of(imagenet());
            case 365 -> Optional.of(places365());
            default -> Optional.empty();
        };
    }

    private static List<String> resource(String name) {
        try (InputStream in = LabelSet.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the label file " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
