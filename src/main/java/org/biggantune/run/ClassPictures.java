package org.biggantune.run;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.LatentKey;
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
import org.biggantune.tuning.TuningResult;

/** Draws a class before and after from the same latents, the first of those that the report measures. */
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
        LatentKey key = new LatentKey(seed, Purpose.JUDGING, label.index(), 0, 0);
        float[] latents = generator
                .metadata()
                .latents()
                .draw(key, count * generator.metadata().latentSize());
        PlanarImages before = draw(latents, original);
        PlanarImages after = result.improved() ? draw(latents, result.embedding()) : before;
        Map<String, String> text = Map.of("Title", label.toString(), "Software", "biggan-tune");
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

    private PlanarImages draw(float[] latents, float[] embedding) {
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
