package org.biggantune.domain;

import java.util.List;
import java.util.Objects;
import org.biggantune.domain.random.LatentDistribution;
import org.biggantune.domain.random.RandomKey;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of a generator to use it; kept in the archive's {@code extra/biggan-tune.json}.
 *
 * @param family the architecture, such as {@code biggan}
 * @param resolution the images' height and width in pixels
 * @param latentSize the length of z
 * @param embeddingSize the length of a class embedding
 * @param classNames one name a class, in the order of the embedding matrix's rows
 * @param embeddingParameter the name of the class-embedding matrix in the archive
 * @param graph the program's operations
 * @param precision the type in which the program computes
 * @param batchNormEpsilon what the program adds to variances; 0 where that is not known
 * @param spectralNormEpsilon the least norm in its power iterations; 0 where that is not known
 * @param source the checkpoint
 * @param truncation the t of the latents that its batch statistics belong to, as {@link LatentDistribution} draws them; null
 *     for z ~ N(0, I)
 */
public record GeneratorMetadata(
        String family,
        int resolution,
        int latentSize,
        int embeddingSize,
        List<String> classNames,
        String embeddingParameter,
        Graph graph,
        Precision precision,
        double batchNormEpsilon,
        double spectralNormEpsilon,
        SourceFile source,
        @Nullable Double truncation) {
    /** The most pixels of a height or width: 16 times BigGAN's widest. */
    public static final int MOST_PIXELS = 8192;

    /** The most numbers of a latent; those of published generators have up to 512. */
    public static final int MOST_LATENT_NUMBERS = 8192;

    /** The most numbers of a class embedding; those of published generators have up to 256. */
    public static final int MOST_EMBEDDING_NUMBERS = 65_536;

    /** The family of a third-party program. */
    public static final String EXTERNAL = "torchscript";

    /** A generator of latents that are not truncated. */
    public GeneratorMetadata(
            String family,
            int resolution,
            int latentSize,
            int embeddingSize,
            List<String> classNames,
            String embeddingParameter,
            Graph graph,
            Precision precision,
            double batchNormEpsilon,
            double spectralNormEpsilon,
            SourceFile source) {
        this(
                family,
                resolution,
                latentSize,
                embeddingSize,
                classNames,
                embeddingParameter,
                graph,
                precision,
                batchNormEpsilon,
                spectralNormEpsilon,
                source,
                null);
    }

    /** Checks that all is there and the sizes, and copies the names. */
    public GeneratorMetadata {
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(embeddingParameter, "embeddingParameter");
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(source, "source");
        require("resolution", resolution, MOST_PIXELS);
        require("latentSize", latentSize, MOST_LATENT_NUMBERS);
        require("embeddingSize", embeddingSize, MOST_EMBEDDING_NUMBERS);
        if (truncation != null) {
            LatentDistribution.truncated(truncation);
        }
        classNames = List.copyOf(Objects.requireNonNull(classNames, "classNames"));
    }

    private static void require(String field, int size, int most) {
        if (size < 1 || size > most) {
            throw new IllegalArgumentException(field + " " + size + ", expected 1 to " + most);
        }
    }

    /** Whether its program was not written by this tool: such a one may change itself for the time of a call. */
    public boolean external() {
        return family.equals(EXTERNAL);
    }

    /** The same generator with other classes. */
    public GeneratorMetadata withClassNames(List<String> names) {
        return new GeneratorMetadata(
                family,
                resolution,
                latentSize,
                embeddingSize,
                names,
                embeddingParameter,
                graph,
                precision,
                batchNormEpsilon,
                spectralNormEpsilon,
                source,
                truncation);
    }

    /** The same generator in another precision. */
    public GeneratorMetadata withPrecision(Precision other) {
        return new GeneratorMetadata(
                family,
                resolution,
                latentSize,
                embeddingSize,
                classNames,
                embeddingParameter,
                graph,
                other,
                batchNormEpsilon,
                spectralNormEpsilon,
                source,
                truncation);
    }

    /** What its latents are drawn from. */
    public LatentDistribution latents() {
        return truncation == null ? LatentDistribution.NORMAL : LatentDistribution.truncated(truncation);
    }

    /**
     * Latents of so many samples.
     *
     * @param key their address
     * @return row-major [samples, latent size]
     */
    public float[] latents(RandomKey key, int samples) {
        return latents().draw(key, Math.multiplyExact(samples, latentSize));
    }

    /**
     * Its classes' names to look up.
     *
     * @param model its name or file as the user gives it, for messages
     */
    public ClassNames names(String model) {
        return new ClassNames("generator", classNames, model);
    }

    /** The count of classes. */
    public int classCount() {
        return classNames.size();
    }
}
