package org.biggantune.metric;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How near generated images come to real ones.
 *
 * @param fid the Fréchet distance of their features, at least 0
 * @param kid the kernel distance of their features, about 0 for images of one distribution; empty
 *     where only the moments of real images are known
 * @param coverage precision, recall, density and coverage; empty where there are too few images for the neighbours,
 *     or none at all
 */
public record Realism(double fid, OptionalDouble kid, Optional<CoverageScores> coverage) {}
