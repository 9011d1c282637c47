package org.biggantune.domain.settings;

import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * How a collapsed class is told from a healthy one, and tuned instead. The defaults are in {@code
 * configs/default.yaml}.
 *
 * @param below a class counts as collapsed when its samples differ, over their contrast, by less than this share of
 *     the median of the generator's other classes; 0 switches the distinction off
 * @param iterations how many batches of latents are drawn for a collapsed class, at least 1: variety comes slower than
 *     confidence
 * @param proximity λ for a collapsed class: staying near a collapsed row keeps it collapsed
 * @param diversityWeight α for a collapsed class
 * @param top1Loss how much top-1, of classifier and judge, a collapsed class may lose for its diversity, 0 to 1
 */
public record CollapseSettings(
        double below, int iterations, double proximity, double diversityWeight, double top1Loss) {
    /** Checks every range. */
    public CollapseSettings {
        OptionRange.share("--collapsed-below", below);
        OptionRange.within("--collapsed-iterations", iterations, 1, OptionRange.MOST_STEPS);
        OptionRange.share("--collapsed-top1-loss", top1Loss);
        if (!(proximity >= 0) || !(diversityWeight >= 0)) {
            throw new InvalidOptionException("--collapsed-proximity " + proximity + ", --collapsed-diversity-weight "
                    + diversityWeight + ": expected 0 or more");
        }
    }
}
