package org.biggantune.metric;

import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.model.MatrixDecompositions;

/** Features of real images, or their moments alone, prepared for comparisons with any number of generated sets. */
public final class RealReference {
    private final MatrixDecompositions matrices;
    private final FeatureMoments moments;
    private final FrechetInceptionDistance frechet;
    private final Optional<KernelInceptionDistance> kernel;
    private final Optional<PrecisionRecallDensityCoverage> manifold;
    private final int neighbours;

    /**
     * A reference.
     *
     * @param real at least two vectors
     * @param neighbours the neighbours that span a ball of precision, recall, density and coverage
     * @param threads how many threads comparisons may take; results do not depend on it
     * @param matrices multiplies and decomposes covariances; borrowed
     */
    public RealReference(Features real, int neighbours, int threads, MatrixDecompositions matrices) {
        this(moments(real, matrices), Optional.of(real), neighbours, threads, matrices);
    }

    /**
     * A reference whose moments were computed elsewhere, maybe from other images than the features.
     *
     * @param moments what the Fréchet distance is taken to
     * @param real at least two vectors for all other measures; empty where only the moments are known
     */
    public RealReference(
            FeatureMoments moments,
            Optional<Features> real,
            int neighbours,
            int threads,
            MatrixDecompositions matrices) {
        this.matrices = matrices;
        this.moments = moments;
        this.frechet = new FrechetInceptionDistance(moments, matrices);
        this.kernel = real.map(features -> new KernelInceptionDistance(features, threads));
        this.neighbours = neighbours;
        this.manifold = real.filter(features -> features.count() > neighbours)
                .map(features -> new PrecisionRecallDensityCoverage(features, neighbours, threads));
    }

    /**
     * Compares every other real image with the rest: what samples as good as real images would get from so many.
     *
     * @return empty where there are fewer than four images
     */
    public static Optional<Realism> betweenHalves(
            Features real, int neighbours, int threads, MatrixDecompositions matrices) {
        return real.count() < 4
                ? Optional.empty()
                : Optional.of(new RealReference(real.everyOther(0), neighbours, threads, matrices)
                        .compare(real.everyOther(1)));
    }

    /** The moments that the Fréchet distance is taken to. */
    public FeatureMoments moments() {
        return moments;
    }

    /**
     * Compares.
     *
     * @param generated at least two vectors of the same length
     */
    public Realism compare(Features generated) {
        return new Realism(
                frechet.to(moments(generated, matrices)),
                kernel.map(real -> OptionalDouble.of(real.to(generated))).orElseGet(OptionalDouble::empty),
                manifold.filter(real -> generated.count() > neighbours).map(real -> real.with(generated)));
    }

    /** The moments of features with the divisor that references have: n − 1. */
    public static FeatureMoments moments(Features features, MatrixDecompositions matrices) {
        return FeatureMoments.of(features, FeatureMoments.Divisor.COUNT_LESS_ONE, matrices);
    }
}
