package org.biggantune.command.tune;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.image.BeforeAfterSheet;
import org.biggantune.image.ContactSheet;
import org.biggantune.image.PlanarImages;
import org.biggantune.image.PngEncoder;
import org.biggantune.io.AtomicFile;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.biggantune.model.Generator;
import org.biggantune.model.ImageSampler;
import org.biggantune.report.SignificantDigits;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.tuning.TunedParameters;
import org.biggantune.tuning.TuningResult;

/**
 * Draws a class before, during and after tuning from the same latents, the first test latents. Does nothing if the count of
 * images is 0.
 */
final class ClassPictures {
    private static final int DECIMALS = 2;

    private final ImageSampler sampler;
    private final Generator generator;
    private final long seed;
    private final int count;

    ClassPictures(ImageSampler sampler, Generator generator, long seed, int count) {
        this.sampler = sampler;
        this.generator = generator;
        this.seed = seed;
        this.count = count;
    }

    /** Writes {@code before.png}, {@code after.png} and {@code before-after.png} into a class's folder. */
    void write(Path folder, ClassLabel label, float[] original, TuningResult result) {
        if (count == 0) {
            return;
        }
        BufferedImage before = draw(label, original, Optional.empty());
        BufferedImage after = result.improved() ? draw(label, result.embedding(), result.noiseLayer()) : before;
        Map<String, String> text = text(label.toString());
        AtomicFile.writeBytes(folder.resolve(RunDirectory.BEFORE), PngEncoder.encode(before, text));
        AtomicFile.writeBytes(folder.resolve(RunDirectory.AFTER), PngEncoder.encode(after, text));
        AtomicFile.writeBytes(
                folder.resolve(RunDirectory.BEFORE_AFTER),
                PngEncoder.encode(
                        BeforeAfterSheet.of(
                                label.name(),
                                new BeforeAfterSheet.Panel("before", caption(result.before()), before),
                                new BeforeAfterSheet.Panel(
                                        result.improved() ? "after" : "after (unchanged)",
                                        caption(result.after()),
                                        after)),
                        text));
    }

    /** Writes a sheet of an embedding and its noise layer, with the latents of {@code before.png} and {@code after.png}. */
    void write(Path file, ClassLabel label, String title, TunedParameters row) {
        if (count == 0) {
            return;
        }
        BufferedImage sheet = draw(label, row.embedding(), row.noiseLayer());
        AtomicFile.writeBytes(file, PngEncoder.encode(sheet, text(title)));
    }

    private static Map<String, String> text(String title) {
        return Map.of("Title", title, "Software", "biggan-tune");
    }

    /** Returns such a sheet as PNG; empty if the count of images is 0. */
    Optional<byte[]> png(ClassLabel label, TunedParameters row) {
        if (count == 0) {
            return Optional.empty();
        }
        BufferedImage sheet = draw(label, row.embedding(), row.noiseLayer());
        return Optional.of(PngEncoder.encode(sheet, Map.of()));
    }

    /** Draws a sheet batch by batch: as floats, all images together would take four times the memory. */
    private BufferedImage draw(ClassLabel label, float[] embedding, Optional<NoiseLayer> layer) {
        RandomKey key = new RandomKey(seed, StreamPurpose.TEST, label.index(), 0, 0);
        float[] drawn = generator.metadata().latents(key, count);
        float[] latents = layer.map(l -> l.apply(drawn)).orElse(drawn);
        int size = generator.metadata().resolution();
        ContactSheet.Drawing drawing = ContactSheet.forImages(count, size).begin(count, size, size);
        int perImage = 3 * size * size;
        sampler.each(
                latents,
                embedding,
                batch -> drawing.add(new PlanarImages(batch.length / perImage, 3, size, size, batch)));
        return drawing.picture();
    }

    private static String caption(SampleScores scores) {
        ClassifierScore score = scores.judge().orElse(scores.classifier());
        return (scores.judge().isPresent() ? "judge" : "classifier") + " top-1 "
                + SignificantDigits.of(score.top1(), DECIMALS) + ", pair diversity "
                + SignificantDigits.of(scores.pairDiversity(), DECIMALS);
    }
}
