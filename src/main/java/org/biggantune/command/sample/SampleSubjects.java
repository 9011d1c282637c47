package org.biggantune.command.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.archive.ArrayInput;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassSelection;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.model.ModelFile;
import org.biggantune.runfolder.FinishedRun;
import org.biggantune.runfolder.NoiseLayerFile;
import org.biggantune.runfolder.RowBase;
import org.biggantune.tuning.TunedParameters;

/** Combines latents with embeddings of classes, of a run or of a file, and with noise layers. */
final class SampleSubjects {
    private final SampleOptions options;
    private final Path generator;
    private final ModelFile.GeneratorFile content;
    private final GeneratorMetadata metadata;
    private final Optional<FinishedRun> run;
    private final Optional<NoiseLayer> layer;

    /** Reads the noise layer of {@code --noise-layer}, if given; other files are read later. */
    SampleSubjects(SampleOptions options, Path generator, ModelFile.GeneratorFile content, Optional<FinishedRun> run) {
        this.options = options;
        this.generator = generator;
        this.content = content;
        this.metadata = content.metadata();
        this.run = run;
        this.layer =
                options.noiseLayer().map(file -> NoiseLayerFile.read("--noise-layer", file, metadata.latentSize()));
    }

    /**
     * Returns a row for each class.
     *
     * @param latents row-major [images, latent size]
     * @param images the number of images
     */
    List<SampleRow> rows(float[] latents, int images) {
        if (run.isPresent()) {
            return run.get().select(options.classes.expressions()).stream()
                    .map(row -> tuned(row, latents, ""))
                    .toList();
        }
        float[] layered = through(layer, latents);
        return options.embedding.isPresent()
                ? List.of(ofFile(options.embedding.get(), images, layered))
                : ofClasses(layered);
    }

    /** Returns the rows to interpolate between: before and after of each class of a run, else all classes or file rows. */
    List<List<SampleRow>> paths(float[] latents) {
        if (run.isPresent()) {
            return run.get().select(options.classes.expressions()).stream()
                    .map(row -> List.of(original(row, latents), tuned(row, latents, " after")))
                    .toList();
        }
        float[] layered = through(layer, latents);
        return List.of(
                options.embedding.isPresent() ? eachOfFile(options.embedding.get(), layered) : ofClasses(layered));
    }

    private SampleRow tuned(FinishedRun.Row row, float[] latents, String suffix) {
        TunedParameters tuned = row.read(metadata);
        return new SampleRow(
                row.target() + suffix,
                row.target().directoryName(),
                tuned.embedding(),
                through(options.latents.ownNoiseLayer() ? tuned.noiseLayer() : layer, latents));
    }

    /** Returns the original embedding that tuning compared with, which has no noise layer. */
    private SampleRow original(FinishedRun.Row row, float[] latents) {
        int original = row.original().index();
        if (original >= content.embeddings().rows()) {
            throw new CorruptInputException("--run " + options.run.orElseThrow() + ": class " + row.target()
                    + " was compared with class " + original + ", but the generator has "
                    + content.embeddings().rows() + " classes");
        }
        return new SampleRow(
                row.target() + " before",
                row.target().directoryName(),
                content.embeddings().row(original),
                through(layer, latents));
    }

    private List<SampleRow> ofClasses(float[] latents) {
        List<SampleRow> rows = new ArrayList<>();
        for (ClassLabel label : ClassSelection.parse(
                options.classes.expressions(), metadata.names(options.generator), metadata.classCount())) {
            rows.add(new SampleRow(
                    label.toString(),
                    label.directoryName(),
                    content.embeddings().row(label.index()),
                    latents));
        }
        return rows;
    }

    private SampleRow ofFile(Path file, int images, float[] latents) {
        ArrayInput array = read(file);
        if (array.rows() != 1 && array.rows() != images) {
            throw new UnsupportedInputException("--embedding " + file + ": the array has " + array.rows() + " rows for "
                    + images + " images, expected one for all or one per image");
        }
        return new SampleRow(name(file), name(file), array.values(), latents);
    }

    private List<SampleRow> eachOfFile(Path file, float[] latents) {
        ArrayInput array = read(file);
        int size = metadata.embeddingSize();
        List<SampleRow> rows = new ArrayList<>();
        for (int row = 0; row < array.rows(); row++) {
            rows.add(new SampleRow(
                    name(file) + " row " + row,
                    name(file) + "-row" + row,
                    Arrays.copyOfRange(array.values(), row * size, (row + 1) * size),
                    latents));
        }
        return rows;
    }

    private ArrayInput read(Path file) {
        if (!options.force) {
            RowBase.require("--embedding", file, generator, metadata);
        }
        return ArrayInput.read("--embedding", file, metadata.embeddingSize());
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.npy$", "");
    }

    private static float[] through(Optional<NoiseLayer> layer, float[] latents) {
        return layer.map(own -> own.apply(latents)).orElse(latents);
    }
}
