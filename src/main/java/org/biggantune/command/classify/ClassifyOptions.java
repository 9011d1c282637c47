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

/** What {@code classify} is asked to do. */
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
            description = "Classify this array in place of images: .npy [n, 3, s, s], resized and normalised already.")
    Optional<Path> input;

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description = "Also write the logits as a float32 .npy array [n, labels].")
    Optional<Path> raw;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "The images' true classes: a text table of file, class and name with tabs between them and"
                    + " these words as its first line.")
    Optional<Path> labels;

    @Option(names = "--top", paramLabel = "N", description = "Labels shown for an image (default: ${DEFAULT-VALUE}).")
    int top;

    @Mixin
    ComputeOptions compute;

    @Parameters(
            arity = "0..*",
            paramLabel = "IMAGES",
            description = "PNG, JPEG, BMP or GIF files, or folders of them. An image of another size than the"
                    + " classifier's is resized and its middle square taken.")
    private List<Path> images = List.of();

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "A picture or a folder of them, as IMAGES; may be repeated.")
    private List<Path> moreImages = List.of();

    ClassifyOptions(InstallDir home) {
        this.home = home;
    }

    /** Files and folders of images; none with an array. */
    List<Path> images() {
        return Stream.concat(images.stream(), moreImages.stream()).toList();
    }

    /** Refuses what can be refused without files, all of it at once. */
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
                            ? "what to classify is missing; give image files or folders, or --input with an array"
                            : "images and --input exclude each other; give one of them");
        }
        if (labels.isPresent() && input.isPresent()) {
            throw new InvalidOptionException(
                    "--labels goes by the names of image files; it cannot be used with --input");
        }
    }
}
