package org.biggantune.domain;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.biggantune.domain.random.LatentDistribution;
import org.biggantune.domain.random.RandomKey;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a generator, stored in the archive's {@code extra/biggan-tune.json}.
 *
 * @param family the architecture, such as {@code biggan}
 * @param resolution the images' height and width in pixels
 * @param latentSize the length of z
 * @param embeddingSize the length of a class embedding
 * @param classNames one name per class, in the order of the embedding matrix's rows
 * @param embeddingParameter the name of the class-embedding matrix in the archive
 * @param graph the form of the program
 * @param precision the type in which the program computes
 * @param batchNormEpsilon the ε that the program adds to variances; 0 if unknown
 * @param spectralNormEpsilon the smallest norm in its power iterations; 0 if unknown
 * @param source the checkpoint
 * @param truncation t of the truncated latents that its batch statistics were computed for, see {@link
 *     LatentDistribution}; null for z ~ N(0, I)
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
    /** The limit of height and width in pixels: 16 times BigGAN's largest. */
    public static final int MOST_PIXELS = 8192;

    /** The limit of the latent size; published generators have up to 512. */
    public static final int MOST_LATENT_NUMBERS = 8192;

    /** The limit of the embedding size; published generators have up to 256. */
    public static final int MOST_EMBEDDING_NUMBERS = 65_536;

    /** The most numbers of latents in a piece; at least one latent. */
    private static final int LATENT_PIECE = 1 << 16;

    /** The family of a third-party program. */
    public static final String EXTERNAL = "torchscript";

    /** Checks the values and copies the names. */
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

    /** Whether the program is third-party code, which may modify itself during a call. */
    public boolean external() {
        return family.equals(EXTERNAL);
    }

    /** Returns a copy with other classes. */
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

    /** Returns a copy with another precision. */
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

    /** Returns the distribution of its latents. */
    public LatentDistribution latents() {
        return truncation == null ? LatentDistribution.NORMAL : LatentDistribution.truncated(truncation);
    }

    /**
     * Draws latents.
     *
     * @param key the key of the random stream
     * @return row-major [samples, latent size]
     */
    public float[] latents(RandomKey key, int samples) {
        return latents().draw(key, Math.multiplyExact(samples, latentSize));
    }

    /**
     * Draws the same latents piece by piece, so that they need not fit into memory.
     *
     * @param taker gets the pieces in order, each row-major [n, latent size]
     */
    public void latents(RandomKey key, int samples, Consumer<float[]> taker) {
        int piece = Math.max(1, LATENT_PIECE / latentSize);
        latents().draw(key, (long) samples * latentSize, piece * latentSize, taker);
    }

    /**
     * Returns the class names for look-ups.
     *
     * @param model its name or file as given by the user, for messages
     */
    public ClassNames names(String model) {
        return new ClassNames("generator", classNames, model);
    }

    /** Returns the number of classes. */
    public int classCount() {
        return classNames.size();
    }
}
