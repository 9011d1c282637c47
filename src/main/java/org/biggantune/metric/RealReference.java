package org.biggantune.metric;

import java.util.Optional;
import org.biggantune.model.MatrixDecompositions;

/** Features of real images, or only their moments, prepared for comparison with any number of generated sets. */
public final class RealReference {
    private final MatrixDecompositions matrices;
    private final FeatureMoments moments;

    /** The features that the moments were computed from, if known. */
    private final Optional<Features> origin;

    private final FrechetInceptionDistance frechet;
    private final Optional<KernelInceptionDistance> kernel;
    private final Optional<PrecisionRecallDensityCoverage> manifold;
    private final int neighbours;

    /**
     * Creates a reference from features.
     *
     * @param real at least two vectors
     * @param manifold the same images' vectors for precision, recall, density and coverage
     * @param neighbours k of precision, recall, density and coverage
     * @param threads the number of threads for comparisons; results do not depend on it
     * @param matrices multiplies and decomposes covariances; borrowed
     */
    public RealReference(Features real, Features manifold, int neighbours, int threads, MatrixDecompositions matrices) {
        this(
                moments(real, matrices),
                Optional.of(real),
                Optional.of(real),
                Optional.of(manifold),
                neighbours,
                threads,
                matrices);
    }

    /**
     * Creates a reference with moments computed elsewhere, possibly from other images than the features.
     *
     * @param moments the reference of the FID
     * @param real at least two vectors for all other measures; empty if only the moments are known
     */
    public RealReference(
            FeatureMoments moments,
            Optional<Features> real,
            Optional<Features> manifold,
            int neighbours,
            int threads,
            MatrixDecompositions matrices) {
        this(moments, Optional.empty(), real, manifold, neighbours, threads, matrices);
    }

    private RealReference(
            FeatureMoments moments,
            Optional<Features> origin,
            Optional<Features> real,
            Optional<Features> manifold,
            int neighbours,
            int threads,
            MatrixDecompositions matrices) {
        this.matrices = matrices;
        this.origin = origin;
        this.moments = moments;
        this.frechet = new FrechetInceptionDistance(moments, matrices);
        this.kernel = real.map(features -> new KernelInceptionDistance(features, threads));
        this.neighbours = neighbours;
        this.manifold = manifold.filter(features -> features.count() > neighbours)
                .map(features -> new PrecisionRecallDensityCoverage(features, neighbours, threads));
    }

    /**
     * Compares one half of the real images with the other: the scores that samples as good as real images would get at
     * half the sample size. FID and KID only.
     *
     * @return empty with fewer than four images
     */
    public static Optional<Realism> betweenHalves(Features real, int threads, MatrixDecompositions matrices) {
        if (real.count() < 4) {
            return Optional.empty();
        }
        Features first = real.everyOther(0);
        Features second = real.everyOther(1);
        Optional<Features> known = Optional.of(first);
        return Optional.of(
                new RealReference(moments(first, matrices), known, known, Optional.empty(), 0, threads, matrices)
                        .compare(second, second));
    }

    /** Returns the moments that the FID is measured against. */
    public FeatureMoments moments() {
        return moments;
    }

    /**
     * Compares generated features with the reference.
     *
     * @param generated at least two vectors of the same length
     * @param points the same images' vectors for precision, recall, density and coverage
     */
    public Realism compare(Features generated, Features points) {
        return new Realism(
                frechet.to(generated, moments(generated, matrices), origin),
                kernel.map(real -> real.to(generated)),
                manifold.filter(real -> points.count() > neighbours).map(real -> real.with(points)));
    }

    /** Computes the moments of features with the divisor of references, n − 1. */
    public static FeatureMoments moments(Features features, MatrixDecompositions matrices) {
        return FeatureMoments.of(features, FeatureMoments.Divisor.COUNT_LESS_ONE, matrices);
    }
}
