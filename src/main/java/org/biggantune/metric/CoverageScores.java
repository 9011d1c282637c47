package org.biggantune.metric;

/**
 * How well the sets of generated and of real images overlap; see {@link PrecisionRecallDensityCoverage}. The intervals of
 * 95 % confidence come from {@link GroupJackknife}, unbounded with too few images; that of a share is no narrower than
 * {@link ConfidenceInterval#ofShare} has it.
 *
 * @param precision the share of generated images within some real image's ball, 0 to 1: how real they are
 * @param recall the share of real images within some generated image's ball, 0 to 1: how varied they are
 * @param density the mean number of real balls that contain a generated image, divided by k: about 1 for images of the
 *     real distribution, more where generated images crowd into dense regions
 * @param coverage the share of real images whose ball contains a generated image, 0 to 1
 */
public record CoverageScores(
        ConfidenceInterval precision,
        ConfidenceInterval recall,
        ConfidenceInterval density,
        ConfidenceInterval coverage) {}
