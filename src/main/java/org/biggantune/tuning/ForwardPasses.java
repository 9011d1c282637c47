package org.biggantune.tuning;

/**
 * The number of images of a class that passed through the models, by purpose: the cost of a tuning independent of the
 * machine. Interrupting and resuming a class does not change it.
 *
 * @param tuning images in steps, each counted three times because a backward pass costs about two forward passes
 * @param choosing the original embedding and candidates on validation latents, and the collapse check
 * @param report test latents, and pictures
 */
public record ForwardPasses(Count tuning, Count choosing, Count report) {
    public static final ForwardPasses NONE = new ForwardPasses(Count.NONE, Count.NONE, Count.NONE);

    /** A step's forward pass and the gradient's two. */
    private static final int PASSES_OF_A_STEP = 3;

    /**
     * Numbers of images, at least 0.
     *
     * @param generator images drawn by the generator
     * @param classifiers images seen by the classifier, plus those seen by the judge if it is a different model
     */
    public record Count(long generator, long classifiers) {
        public static final Count NONE = new Count(0, 0);

        /** Checks the numbers, which may come from an edited state file. */
        public Count {
            if (generator < 0 || classifiers < 0) {
                throw new IllegalArgumentException(generator + " and " + classifiers + " images");
            }
        }

        Count plus(Count more) {
            return new Count(generator + more.generator, classifiers + more.classifiers);
        }

        Count minus(Count less) {
            return new Count(generator - less.generator, classifiers - less.classifiers);
        }

        Count times(int factor) {
            return new Count(factor * generator, factor * classifiers);
        }
    }

    /** Adds the images of steps, each counted three times. */
    ForwardPasses withSteps(Count drawn) {
        return new ForwardPasses(tuning.plus(drawn.times(PASSES_OF_A_STEP)), choosing, report);
    }

    /** Adds images used for choosing. */
    ForwardPasses withChoosing(Count more) {
        return new ForwardPasses(tuning, choosing.plus(more), report);
    }

    /** Adds images for the report. */
    ForwardPasses withReport(Count more) {
        return new ForwardPasses(tuning, choosing, report.plus(more));
    }

    /** Adds pictures, which only the generator processes. */
    ForwardPasses withPictures(long images) {
        return withReport(new Count(images, 0));
    }
}
