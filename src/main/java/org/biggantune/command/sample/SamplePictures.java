package org.biggantune.command.sample;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.image.ContactSheet;
import org.biggantune.image.ImageFolder;
import org.biggantune.image.PictureFormat;
import org.biggantune.image.PixelConversion;
import org.biggantune.image.PlanarImages;
import org.biggantune.io.AtomicFile;

/**
 * Writes samples as PNG, JPEG or WebP files: one contact sheet if the name has such an extension, else a folder with a file per
 * image. Existing files are replaced. Images are kept in memory only as 8-bit pixels of the sheet.
 */
final class SamplePictures implements SampleTarget {
    private final Path target;
    private final SamplePlan plan;
    private final int resolution;
    private final boolean folder;
    private final PictureFormat format;
    private final Path sheetFile;
    private final Optional<ContactSheet.Drawing> sheet;
    private long added;

    /**
     * Creates a writer of pictures.
     *
     * @param target the sheet or the folder
     * @param ofFolder the format of pictures in a folder
     * @param grid whether to write a sheet into a folder too
     * @param plan the images to be drawn
     * @param resolution height and width of the images
     * @throws InvalidOptionException if the file's format is not supported, or the sheet would be too large
     * @throws org.biggantune.domain.failure.DeviceUnavailableException if the format's library is not usable
     */
    SamplePictures(Path target, PictureFormat ofFolder, boolean grid, SamplePlan plan, int resolution) {
        String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
        if (Stream.of(".bmp", ".gif", ".apng", ".tif", ".tiff", ".svg", ".avif").anyMatch(name::endsWith)) {
            throw new InvalidOptionException("--out " + target
                    + ": expected a .png, .jpg or .webp file, or a folder; an animation is written with --video");
        }
        this.target = target;
        this.plan = plan;
        this.resolution = resolution;
        Optional<PictureFormat> named = PictureFormat.ofName(name);
        this.folder = named.isEmpty() || Files.isDirectory(target);
        this.format = folder ? ofFolder : named.get();
        this.sheetFile = folder ? target.resolve(ImageFolder.SHEET + format.extension()) : target;
        format.load();
        this.sheet = folder && !grid ? Optional.empty() : Optional.of(sheet());
        if (folder) {
            createFolder();
        }
    }

    @Override
    public void add(float[] images) {
        PlanarImages batch =
                new PlanarImages(images.length / (3 * resolution * resolution), 3, resolution, resolution, images);
        sheet.ifPresent(drawing -> drawing.add(batch));
        if (folder) {
            for (int i = 0; i < batch.count(); i++) {
                writeImage(batch, i, added + i);
            }
        }
        added += batch.count();
    }

    private void writeImage(PlanarImages batch, int i, long place) {
        int ofRow = plan.images().size();
        SampleRow row = plan.rows().get((int) (place / ofRow));
        String name = plan.images().get((int) (place % ofRow));
        String prefix = plan.rows().size() > 1 ? row.name() + "-" : "";
        write(
                target.resolve(prefix + name + format.extension()),
                PixelConversion.toPixels(batch, i),
                row.title() + ", " + name);
    }

    @Override
    public List<SampleReport.Written> finish() {
        sheet.ifPresent(drawing -> write(sheetFile, drawing.picture(), plan.title()));
        List<SampleReport.Written> files = new ArrayList<>();
        files.add(new SampleReport.Written(
                target, plan.count() + (plan.count() == 1 ? " image of " : " images of ") + plan.title()));
        if (folder && sheet.isPresent()) {
            files.add(new SampleReport.Written(sheetFile, "all of them"));
        }
        return files;
    }

    private ContactSheet.Drawing sheet() {
        int ofRow = plan.images().size();
        boolean several = plan.rows().size() > 1;
        int count = Math.toIntExact(Math.min(Integer.MAX_VALUE, plan.count()));
        // With several rows, one line of the sheet each, at the scale of a sheet of one class.
        ContactSheet layout = ContactSheet.forImages(several ? ofRow : count, resolution);
        if (several) {
            layout = new ContactSheet(ofRow, layout.scale(), layout.padding());
        }
        List<String> names =
                several ? plan.rows().stream().map(SampleRow::label).toList() : List.of();
        String all = "--out " + sheetFile + ": a sheet of " + plan.count() + " images of " + resolution + " pixels is ";
        if (!layout.fits(count, resolution, resolution, names, Integer.MAX_VALUE)) {
            throw new InvalidOptionException(all + "too large; write them into a folder with --no-grid");
        }
        if (!layout.fits(count, resolution, resolution, names, format.mostPixels())) {
            throw new InvalidOptionException(all + "wider or higher than the " + format.mostPixels() + " pixels of a "
                    + format.extension() + " file; give a .png file, or a folder with --no-grid");
        }
        return layout.begin(count, resolution, resolution, names);
    }

    private void write(Path file, BufferedImage picture, String title) {
        AtomicFile.writeBytes(file, format.encode(picture, Map.of("Title", title, "Software", "biggan-tune")));
    }

    private void createFolder() {
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw new CannotCreateException(
                    "--out " + target + ": the folder cannot be created: " + e.getMessage() + "; give another one", e);
        }
    }
}
