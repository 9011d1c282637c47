package org.biggantune.command.classify;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.biggantune.cli.ComputeOptions;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code classify}. */
final class ClassifyOptions {
    final InstallDir home;

    @Option(
            names = "--classifier",
            paramLabel = "NAME|FILE",
            description = "The classifier: a shipped model or a file (default: ${DEFAULT-VALUE}).")
    String classifier;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Classify this array instead of images: .npy [n, 3, s, s], already resized and normalised.")
    Optional<Path> input;

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description = "Also write the logits as a float32 .npy array [n, labels].")
    Optional<Path> raw;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "The true classes of the images: a tab-separated table with the columns file, class and name,"
                    + " named in its first line.")
    Optional<Path> labels;

    @Option(names = "--top", paramLabel = "N", description = "Labels shown per image (default: ${DEFAULT-VALUE}).")
    int top;

    @Mixin
    ComputeOptions compute;

    @Parameters(
            arity = "0..*",
            paramLabel = "IMAGES",
            description = "PNG, JPEG, WebP, BMP or GIF files, or folders of them. Images are resized and cropped to the"
                    + " classifier's size.")
    private List<Path> images = List.of();

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "An image or a folder of images, as IMAGES; repeatable.")
    private List<Path> moreImages = List.of();

    ClassifyOptions(InstallDir home) {
        this.home = home;
    }

    /** Returns the files and folders of images; none with {@code --input}. */
    List<Path> images() {
        return Stream.concat(images.stream(), moreImages.stream()).toList();
    }

    /** Checks everything that can be checked without files and reports every error. */
    void check() {
        OptionCheck.all(
                this::checkImages,
                () -> OptionRange.within("--top", top, 1, ClassifierMetadata.MOST_LABELS),
                compute::check);
    }

    private void checkImages() {
        boolean none = images().isEmpty();
        if (none == input.isEmpty()) {
            throw new InvalidOptionException(
                    none
                            ? "nothing to classify; give image files or folders, or --input with an array"
                            : "images and --input are mutually exclusive; give one of them");
        }
        if (labels.isPresent() && input.isPresent()) {
            throw new InvalidOptionException("--labels needs the names of image files; it cannot be used with --input");
        }
    }
}
