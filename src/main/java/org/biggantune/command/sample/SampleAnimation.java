package org.biggantune.command.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.image.Animation;
import org.biggantune.image.ContactSheet;
import org.biggantune.image.GifAnimation;
import org.biggantune.image.PlanarImages;
import org.biggantune.image.PngAnimation;
import org.biggantune.io.AtomicFile;

/**
 * Writes an animated GIF or PNG with a contact sheet of each row as a frame. Classes, truncations and the ends of an interpolation
 * are shown for a second, intermediate steps for a tenth of a second.
 */
final class SampleAnimation implements SampleTarget {
    private static final String GIF = ".gif";

    /** A name that shows what it is, and one that everything opens. */
    private static final List<String> PNG = List.of(".apng", ".png");

    private static final int KEY_FRAME_MILLISECONDS = 1000;
    private static final int STEP_MILLISECONDS = 100;

    /** The limit for all frames together, about as many bytes. */
    private static final long MOST_PIXELS = 1L << 29;

    private static final long LONGEST_SIDE = 65_535;

    private final Path target;
    private final SamplePlan plan;
    private final int resolution;
    private final ContactSheet layout;
    private final Animation animation;
    private Optional<ContactSheet.Drawing> frame = Optional.empty();
    private int row;
    private int placed;

    /**
     * Creates an animation.
     *
     * @param target the file
     * @param plan the images to be drawn
     * @param resolution height and width of the images
     * @throws InvalidOptionException if there is only one row, or the animation would be too large
     */
    SampleAnimation(Path target, SamplePlan plan, int resolution) {
        this.target = target;
        this.plan = plan;
        this.resolution = resolution;
        this.layout = ContactSheet.forImages(plan.images().size(), resolution);
        if (plan.rows().size() < 2) {
            throw new InvalidOptionException("--video " + target
                    + ": an animation needs several frames; give --interpolate, several classes or several values of"
                    + " --truncation");
        }
        long side = (long) layout.columns() * (resolution * layout.scale() + layout.padding()) + layout.padding();
        if (side > LONGEST_SIDE || side * side * plan.rows().size() > MOST_PIXELS) {
            throw new InvalidOptionException(
                    "--video " + target + ": an animation of " + plan.rows().size()
                            + " frames of up to " + side + " × " + side
                            + " pixels is too large; give fewer --seeds or steps, or a folder with --out");
        }
        this.animation = isGif(target)
                ? new GifAnimation()
                : new PngAnimation(Map.of("Title", plan.title(), "Software", "biggan-tune"));
    }

    /**
     * Refuses a file that is neither.
     *
     * @throws InvalidOptionException if its name has an unsupported extension
     */
    static void requireName(Path target) {
        if (!isGif(target) && PNG.stream().noneMatch(name(target)::endsWith)) {
            throw new InvalidOptionException("--video " + target + ": expected a .gif, .apng or .png file");
        }
    }

    private static boolean isGif(Path target) {
        return name(target).endsWith(GIF);
    }

    private static String name(Path target) {
        return String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
    }

    @Override
    public void add(float[] images) {
        int ofRow = plan.images().size();
        PlanarImages batch =
                new PlanarImages(images.length / (3 * resolution * resolution), 3, resolution, resolution, images);
        ContactSheet.Drawing sheet = frame.orElseGet(() -> layout.begin(ofRow, resolution, resolution));
        sheet.add(batch);
        placed += batch.count();
        frame = Optional.of(sheet);
        if (placed == ofRow) {
            boolean between = plan.rows().get(row).between();
            animation.add(sheet.picture(), between ? STEP_MILLISECONDS : KEY_FRAME_MILLISECONDS);
            frame = Optional.empty();
            placed = 0;
            row++;
        }
    }

    @Override
    public List<SampleReport.Written> finish() {
        AtomicFile.writeBytes(target, animation.finish());
        return List.of(new SampleReport.Written(target, plan.rows().size() + " frames of " + plan.title()));
    }

    @Override
    public void close() {
        animation.close();
    }
}
