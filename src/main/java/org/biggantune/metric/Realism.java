package org.biggantune.metric;

import java.util.Optional;

/**
 * How close generated images are to real ones, with intervals of 95 % confidence.
 *
 * @param fid the Fréchet Inception Distance, at least 0
 * @param kid the Kernel Inception Distance, about 0 for images of the same distribution; empty if only the moments of
 *     the real images are known
 * @param coverage precision, recall, density and coverage; empty if there are no more images than neighbours, or no
 *     real images
 */
public record Realism(ConfidenceInterval fid, Optional<ConfidenceInterval> kid, Optional<CoverageScores> coverage) {}
