package org.biggantune.domain.settings;

import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * How a collapsed class is detected and tuned. The defaults are in {@code configs/default.yaml}.
 *
 * @param below the relative diversity below which a class counts as collapsed, 0 to 1: the mean distance of its samples
 *     over their contrast, divided by the median of the generator's other classes; 0 disables the detection
 * @param iterations the number of batches of latents for a collapsed class, at least 1; diversity takes more steps than
 *     confidence
 * @param batch the latents in a batch for a collapsed class, even and at least 2
 * @param proximity λ for a collapsed class, at least 0; an embedding near a collapsed one stays collapsed
 * @param diversityWeight α for a collapsed class, at least 0
 * @param top1Loss the top-1 of classifier and judge that a collapsed class may lose, 0 to 1
 */
public record CollapseSettings(
        double below, int iterations, int batch, double proximity, double diversityWeight, double top1Loss) {
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
