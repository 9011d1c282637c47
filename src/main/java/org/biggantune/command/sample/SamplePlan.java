package org.biggantune.command.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.archive.ArrayInput;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassSelection;
import org.biggantune.domain.CommonsNearestNames;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.SeedList;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.domain.random.LatentDistribution;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.model.ModelFile;
import org.biggantune.runfolder.FinishedRun;
import org.biggantune.runfolder.NoiseLayerFile;
import org.biggantune.runfolder.RowBase;
import org.biggantune.tuning.TunedParameters;

/**
 * What is to be drawn, read and checked without libtorch.
 *
 * @param images one name an image, for its file
 * @param rows one entry a class
 */
record SamplePlan(List<String> images, List<Row> rows) {
    /**
     * A class, or what stands for it.
     *
     * @param title its name for people
     * @param name its name in files
     * @param embeddings row-major [images, embedding size], or one embedding for all
     * @param latents row-major [images, latent size], behind the row's noise layer if there is one
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Row(String title, String name, float[] embeddings, float[] latents) {}

    /**
     * Reads what options name.
     *
     * @param generator the generator's file
     * @param content what it says about itself
     * @param run the run whose rows are drawn, if there is one
     */
    static SamplePlan of(
            SampleOptions options, Path generator, ModelFile.GeneratorFile content, Optional<FinishedRun> run) {
        GeneratorMetadata metadata = content.metadata();
        List<String> images = new ArrayList<>();
        float[] latents;
        if (options.latents.isPresent()) {
            ArrayInput array = ArrayInput.read("--latents", options.latents.get(), metadata.latentSize());
            latents = array.values();
            for (int i = 0; i < array.rows(); i++) {
                images.add(String.format(Locale.ROOT, "image%04d", i));
            }
        } else {
            long[] seeds = SeedList.parse(options.seeds);
            latents = latents(
                    seeds,
                    metadata.latentSize(),
                    options.truncation().isPresent()
                            ? options.truncation()
                            : metadata.latents().truncation());
            for (long seed : seeds) {
                images.add(String.format(Locale.ROOT, "seed%04d", seed));
            }
        }
        if (run.isPresent()) {
            return new SamplePlan(images, ofRun(run.get(), options, metadata, latents));
        }
        float[] layered = options.noiseLayer()
                .map(file -> NoiseLayerFile.read("--noise-layer", file, metadata.latentSize()))
                .map(layer -> layer.apply(latents))
                .orElse(latents);
        if (options.embedding.isEmpty()) {
            return new SamplePlan(images, ofClasses(options, content, layered));
        }
        Path file = options.embedding.get();
        if (!options.force) {
            RowBase.require("--embedding", file, generator, metadata);
        }
        return new SamplePlan(images, List.of(ofFile(file, metadata, images.size(), layered)));
    }

    /**
     * The latents of seeds, row-major [seeds, size]. A seed has the same z whatever the class, so that classes can be
     * compared.
     */
    static float[] latents(long[] seeds, int size, OptionalDouble truncation) {
        LatentDistribution distribution = new LatentDistribution(truncation);
        float[] latents = new float[Math.multiplyExact(seeds.length, size)];
        for (int i = 0; i < seeds.length; i++) {
            float[] z = distribution.draw(new RandomKey(seeds[i], StreamPurpose.SAMPLE, 0, 0, 0), size);
            System.arraycopy(z, 0, latents, i * size, size);
        }
        return latents;
    }

    private static List<Row> ofRun(
            FinishedRun run, SampleOptions options, GeneratorMetadata metadata, float[] latents) {
        Optional<NoiseLayer> given =
                options.noiseLayer().map(file -> NoiseLayerFile.read("--noise-layer", file, metadata.latentSize()));
        List<Row> rows = new ArrayList<>();
        for (FinishedRun.Row row : run.select(options.classes.expressions())) {
            TunedParameters tuned = row.read(metadata);
            Optional<NoiseLayer> layer = options.ownNoiseLayer() ? tuned.noiseLayer() : given;
            rows.add(new Row(
                    row.target().toString(),
                    row.target().directoryName(),
                    tuned.embedding(),
                    layer.map(own -> own.apply(latents)).orElse(latents)));
        }
        return rows;
    }

    /** A name for all rows together. */
    String name() {
        return rows.size() == 1 ? rows.get(0).name() : rows.size() + "-classes";
    }

    private static List<Row> ofClasses(SampleOptions options, ModelFile.GeneratorFile content, float[] latents) {
        GeneratorMetadata metadata = content.metadata();
        List<Row> rows = new ArrayList<>();
        for (ClassLabel label : ClassSelection.parse(
                options.classes.expressions(),
                metadata.names(options.generator),
                metadata.classCount(),
                new CommonsNearestNames())) {
            rows.add(new Row(
                    label.toString(),
                    label.directoryName(),
                    content.embeddings().row(label.index()),
                    latents));
        }
        return rows;
    }

    private static Row ofFile(Path file, GeneratorMetadata metadata, int images, float[] latents) {
        ArrayInput array = ArrayInput.read("--embedding", file, metadata.embeddingSize());
        if (array.rows() != 1 && array.rows() != images) {
            throw new UnsupportedInputException("--embedding " + file + ": the array has " + array.rows() + " rows for "
                    + images + " images, expected one for all or one an image");
        }
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.npy$", "");
        return new Row(name, name, array.values(), latents);
    }

    /** How many images there are of all rows together. */
    long count() {
        return (long) rows.size() * images.size();
    }
}
