package org.biggantune.command.sample;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.image.PictureFormat;
import org.biggantune.io.MessageText;
import picocli.CommandLine.Option;

/** The options for the files that images are written to. */
final class SampleOutputOptions {
    private static final String FORMAT = "--format";

    @Option(
            names = "--out",
            paramLabel = "FILE|DIR",
            description =
                    "A .png, .jpg or .webp file for one contact sheet, or a folder for one file per image (default:"
                            + " samples/CLASS.png). Existing files are replaced.")
    Optional<Path> out;

    @Option(
            names = "--video",
            paramLabel = "FILE",
            description = "Write an animation of several rows, a frame for each: a .gif file, or an animated PNG, .apng"
                    + " or .png, which keeps all colours; without --out nothing else is written.")
    Optional<Path> video;

    @Option(
            names = FORMAT,
            paramLabel = "png|jpg|webp",
            description = "The format of pictures in a folder; WebP is lossless (default: ${DEFAULT-VALUE}).")
    private String format;

    @Option(
            names = "--grid",
            negatable = true,
            fallbackValue = "true",
            description = "With a folder: also write a contact sheet, such as grid.png (default: ${DEFAULT-VALUE}).")
    boolean grid;

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description = "Write the images as a float32 .npy array [n, 3, r, r] with values in [-1, 1]; without --out"
                    + " nothing else is written.")
    Optional<Path> raw;

    /** Refuses what can be refused without files, all of it at once. */
    void check() {
        OptionCheck.all(this::format, () -> video.ifPresent(SampleAnimation::requireName));
    }

    /** Returns the format of pictures in a folder. */
    PictureFormat format() {
        return switch (format) {
            case "png" -> PictureFormat.PNG;
            case "jpg" -> PictureFormat.JPEG;
            case "webp" -> PictureFormat.WEBP;
            default ->
                throw new InvalidOptionException(
                        FORMAT + " " + MessageText.quoted(format) + ": expected png, jpg or webp");
        };
    }
}
