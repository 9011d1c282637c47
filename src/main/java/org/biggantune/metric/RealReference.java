package org.biggantune.metric;

import java.util.Optional;
import org.biggantune.model.MatrixDecompositions;

/** Features of real images, prepared for comparisons with any number of generated sets. */
public final class RealReference {
    private final MatrixDecompositions matrices;
    private final FrechetInceptionDistance frechet;
    private final KernelInceptionDistance kernel;
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
        this.matrices = matrices;
        this.frechet = new FrechetInceptionDistance(moments(real), matrices);
        this.kernel = new KernelInceptionDistance(real, threads);
        this.neighbours = neighbours;
        this.manifold = real.count() > neighbours
                ? Optional.of(new PrecisionRecallDensityCoverage(real, neighbours, threads))
                : Optional.empty();
    }

    /**
     * Compares.
     *
     * @param generated at least two vectors of the same length
     */
    public Realism compare(Features generated) {
        return new Realism(
                frechet.to(moments(generated)),
                kernel.to(generated),
                manifold.filter(real -> generated.count() > neighbours).map(real -> real.with(generated)));
    }

    private FeatureMoments moments(Features features) {
        return FeatureMoments.of(features, FeatureMoments.Divisor.COUNT_LESS_ONE, matrices);
    }
}
