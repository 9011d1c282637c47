package org.biggantune.run;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.biggantune.domain.CannotCreateException;
import org.biggantune.domain.InvalidOptionException;
import org.biggantune.image.ContactSheet;
import org.biggantune.image.PixelConversion;
import org.biggantune.image.PlanarImages;
import org.biggantune.image.PngEncoder;
import org.biggantune.io.AtomicFile;

/**
 * Where sample images go as PNG files: one contact sheet where the name ends in {@code .png}, else a folder of a file an
 * image. Existing files are replaced.
 *
 * @param target the sheet or the folder
 * @param grid whether a folder gets the sheet {@code grid.png} too
 */
record SamplePictures(Path target, boolean grid) {
    private static final long MOST_SHEET_PIXELS = 1L << 28;
    private static final String ENDING = ".png";

    /** Refuses a name that is neither a PNG file's nor a folder's. */
    SamplePictures {
        String name = lowerName(target);
        if (name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".gif") || name.endsWith(".webp")) {
            throw new InvalidOptionException("--out " + target + ": expected a .png file or a folder");
        }
    }

    /**
     * Writes the pictures.
     *
     * @param plan their names
     * @param rows the images of each row
     * @return one line a file, or one for a folder's images
     */
    List<String> write(SamplePlan plan, List<PlanarImages> rows) {
        List<String> lines = new ArrayList<>();
        int count = plan.images().size() * rows.size();
        if (isSheet()) {
            writeSheet(target, plan, rows);
            return List.of(target + ": " + count + " images of " + titles(plan));
        }
        createFolder();
        for (int r = 0; r < rows.size(); r++) {
            String prefix = rows.size() > 1 ? plan.rows().get(r).name() + "-" : "";
            for (int i = 0; i < plan.images().size(); i++) {
                Path file = target.resolve(prefix + plan.images().get(i) + ENDING);
                String title = plan.rows().get(r).title() + ", " + plan.images().get(i);
                writePng(file, PixelConversion.toPixels(rows.get(r), i), title);
            }
        }
        lines.add(target + ": " + count + " images of " + titles(plan));
        if (grid) {
            writeSheet(target.resolve("grid.png"), plan, rows);
            lines.add(target.resolve("grid.png") + ": all of them");
        }
        return lines;
    }

    private boolean isSheet() {
        return lowerName(target).endsWith(ENDING) && !Files.isDirectory(target);
    }

    private static void writeSheet(Path file, SamplePlan plan, List<PlanarImages> rows) {
        PlanarImages all = PlanarImages.concat(rows);
        ContactSheet sheet = ContactSheet.forImages(rows.size() > 1 ? rows.get(0) : all);
        if (rows.size() > 1) {
            // As many columns as images of a class; enlarged as a sheet of one class would be.
            sheet = new ContactSheet(plan.images().size(), sheet.scale(), sheet.padding());
        }
        long side = (long) all.width() * sheet.scale() + sheet.padding();
        long lines = (all.count() + sheet.columns() - 1L) / sheet.columns();
        if (side * side * sheet.columns() * lines > MOST_SHEET_PIXELS) {
            throw new InvalidOptionException("--out " + file + ": a sheet of " + all.count() + " images of "
                    + all.width() + " pixels is too large; write them into a folder with --no-grid");
        }
        writePng(file, sheet.draw(all), titles(plan));
    }

    private static void writePng(Path file, BufferedImage picture, String title) {
        AtomicFile.writeBytes(file, PngEncoder.encode(picture, Map.of("Title", title, "Software", "biggan-tune")));
    }

    private void createFolder() {
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw new CannotCreateException(
                    "--out " + target + ": the folder cannot be made: " + e.getMessage() + "; give another one", e);
        }
    }

    private static String titles(SamplePlan plan) {
        return plan.rows().size() == 1
                ? plan.rows().get(0).title()
                : plan.rows().size() + " classes";
    }

    private static String lowerName(Path path) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    }
}
