package org.biggantune.metric;

/**
 * How far generated images lie among real ones, and real ones among generated; see {@link PrecisionRecallDensityCoverage}.
 *
 * @param precision the share of generated images within some real image's ball, 0 to 1: how real they are
 * @param recall the share of real images within some generated image's ball, 0 to 1: how varied they are
 * @param density the real balls that a generated image lies in, over the neighbours that span a ball: about 1 for images
 *     of the real distribution, more where they crowd where real images are dense
 * @param coverage the share of real images with a generated one in their ball, 0 to 1
 */
public record CoverageScores(double precision, double recall, double density, double coverage) {}
