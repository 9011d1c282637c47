package org.biggantune.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.ClassSelection;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.SeedList;
import org.biggantune.domain.UnsupportedInputException;
import org.biggantune.model.ModelFile;

/**
 * What is to be drawn, read and checked without libtorch.
 *
 * @param latents row-major [images, latent size], behind the noise layer if there is one; the same for every row
 * @param images one name an image, for its file
 * @param rows one entry a class
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record SamplePlan(float[] latents, List<String> images, List<Row> rows) {
    /**
     * A class, or what stands for it.
     *
     * @param title its name for people
     * @param name its name in files
     * @param embeddings row-major [images, embedding size], or one embedding for all
     */
    record Row(String title, String name, float[] embeddings) {}

    /** Reads what a request names. */
    static SamplePlan of(SampleRequest request, ModelFile.GeneratorFile content) {
        GeneratorMetadata metadata = content.metadata();
        List<String> images = new ArrayList<>();
        float[] latents;
        if (request.latents().isPresent()) {
            ArrayInput array = ArrayInput.read("--latents", request.latents().get(), metadata.latentSize());
            latents = array.values();
            for (int i = 0; i < array.rows(); i++) {
                images.add(String.format(Locale.ROOT, "image%04d", i));
            }
        } else {
            long[] seeds = SeedList.parse(request.seeds());
            latents = SampleLatents.of(
                    seeds,
                    metadata.latentSize(),
                    request.truncation().isPresent()
                            ? request.truncation()
                            : metadata.latents().truncation());
            for (long seed : seeds) {
                images.add(String.format(Locale.ROOT, "seed%04d", seed));
            }
        }
        Optional<Path> layer = layerFile(request);
        if (layer.isPresent()) {
            latents = NoiseLayerFile.read("--noise-layer", layer.get(), metadata.latentSize())
                    .apply(latents);
        }
        List<Row> rows = request.embedding().isPresent()
                ? List.of(ofFile(request.embedding().get(), metadata, images.size()))
                : ofClasses(request.classes(), content);
        return new SamplePlan(latents, images, rows);
    }

    /** The file of the noise layer that latents pass, if they pass one. */
    static Optional<Path> layerFile(SampleRequest request) {
        return switch (request.noiseLayer()) {
            case "none" -> Optional.empty();
            case "auto" -> request.embedding().flatMap(NoiseLayerFile::beside);
            default -> Optional.of(Path.of(request.noiseLayer()));
        };
    }

    /** A name for all rows together. */
    String name() {
        return rows.size() == 1 ? rows.get(0).name() : rows.size() + "-classes";
    }

    private static List<Row> ofClasses(List<String> classes, ModelFile.GeneratorFile content) {
        List<String> names = content.metadata().classNames();
        List<Row> rows = new ArrayList<>();
        for (ClassLabel label : ClassSelection.parse(
                classes, new ClassNames("generator", names), names.size(), new CommonsNearestNames())) {
            rows.add(new Row(
                    label.toString(),
                    label.directoryName(),
                    content.embeddings().row(label.index())));
        }
        return rows;
    }

    private static Row ofFile(Path file, GeneratorMetadata metadata, int images) {
        ArrayInput array = ArrayInput.read("--embedding", file, metadata.embeddingSize());
        if (array.rows() != 1 && array.rows() != images) {
            throw new UnsupportedInputException("--embedding " + file + ": the array has " + array.rows() + " rows for "
                    + images + " images, expected one for all or one an image");
        }
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.npy$", "");
        return new Row(name, name, array.values());
    }

    /** How many images there are of all rows together. */
    long count() {
        return (long) rows.size() * images.size();
    }
}
