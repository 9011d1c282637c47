package org.biggantune.command.classify;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * What {@code classify} is asked to do.
 *
 * @param home where shipped models lie
 * @param classifier a model's name or file
 * @param images files and folders of images; empty with an array
 * @param input an array of inputs that are prepared already
 * @param raw where to write the logits, if wanted
 * @param labels a table of the images' true classes, if there is one
 * @param top how many labels to show for an image
 * @param precision what models compute in; empty: each as it was imported
 * @param device where to run
 * @param threads threads of one operation
 */
public record ClassifyRequest(
        InstallDir home,
        String classifier,
        List<Path> images,
        Optional<Path> input,
        Optional<Path> raw,
        Optional<Path> labels,
        int top,
        Optional<Precision> precision,
        DeviceChoice device,
        OptionalInt threads) {
    /** Copies the list and checks what can be checked without files. */
    public ClassifyRequest {
        images = List.copyOf(images);
        if (images.isEmpty() == input.isEmpty()) {
            throw new InvalidOptionException(
                    images.isEmpty()
                            ? "what to classify is missing; give image files or folders, or --input with an array"
                            : "images and --input exclude each other; give one of them");
        }
        if (labels.isPresent() && input.isPresent()) {
            throw new InvalidOptionException(
                    "--labels goes by the names of image files; it cannot be used with --input");
        }
        OptionRange.within("--top", top, 1, ClassifierMetadata.MOST_LABELS);
    }
}
