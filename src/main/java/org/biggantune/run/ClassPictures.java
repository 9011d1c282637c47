package org.biggantune.run;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.LatentKey;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.Purpose;
import org.biggantune.image.BeforeAfterSheet;
import org.biggantune.image.ContactSheet;
import org.biggantune.image.PlanarImages;
import org.biggantune.image.PngEncoder;
import org.biggantune.io.AtomicFile;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.biggantune.model.Generator;
import org.biggantune.model.ImageSampler;
import org.biggantune.tuning.Parameters;
import org.biggantune.tuning.TuningResult;

/**
 * Draws a class before, after and under way from the same latents, the first of those that the report measures.
 */
final class ClassPictures {
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
        PlanarImages before = draw(label, original, Optional.empty());
        PlanarImages after = result.improved() ? draw(label, result.embedding(), result.noiseLayer()) : before;
        Map<String, String> text = text(label.toString());
        AtomicFile.writeBytes(folder.resolve("before.png"), PngEncoder.encode(ContactSheet.of(before), text));
        AtomicFile.writeBytes(folder.resolve("after.png"), PngEncoder.encode(ContactSheet.of(after), text));
        AtomicFile.writeBytes(
                folder.resolve("before-after.png"),
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

    /** Writes a sheet that shows an embedding, behind its layer, as {@code before.png} and {@code after.png} do. */
    void write(Path file, ClassLabel label, String title, Parameters row) {
        PlanarImages images = draw(label, row.embedding(), row.noiseLayer());
        AtomicFile.writeBytes(file, PngEncoder.encode(ContactSheet.of(images), text(title)));
    }

    private static Map<String, String> text(String title) {
        return Map.of("Title", title, "Software", "biggan-tune");
    }

    private PlanarImages draw(ClassLabel label, float[] embedding, Optional<NoiseLayer> layer) {
        LatentKey key = new LatentKey(seed, Purpose.JUDGING, label.index(), 0, 0);
        float[] drawn = generator
                .metadata()
                .latents()
                .draw(key, count * generator.metadata().latentSize());
        float[] latents = layer.map(l -> l.apply(drawn)).orElse(drawn);
        int size = generator.metadata().resolution();
        return new PlanarImages(count, 3, size, size, sampler.images(latents, embedding));
    }

    private static String caption(SampleScores scores) {
        ClassifierScore score = scores.judge().orElse(scores.classifier());
        return String.format(
                Locale.ROOT,
                "%s top-1 %.2f, pair diversity %.2f",
                scores.judge().isPresent() ? "judge" : "classifier",
                score.top1(),
                scores.pairDiversity());
    }
}
