package org.biggantune.metric;

import java.util.Optional;

/**
 * How near generated images come to real ones.
 *
 * @param fid the Fréchet distance of their features, at least 0
 * @param kid the kernel distance of their features, about 0 for images of one distribution
 * @param coverage precision, recall, density and coverage; empty where there are too few images for the neighbours
 */
public record Realism(double fid, double kid, Optional<CoverageScores> coverage) {}
