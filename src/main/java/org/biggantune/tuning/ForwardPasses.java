package org.biggantune.tuning;

/**
 * How many images of a class went through the models, by what for: the price of a tuning that no machine changes. A class
 * that was stopped and continued has the numbers of one that was not.
 *
 * @param tuning in steps, each image three times: a gradient costs about two passes more
 * @param choosing the original row and candidates on validation latents, and the check for collapse
 * @param report test latents, and pictures
 */
public record ForwardPasses(Count tuning, Count choosing, Count report) {
    /** Nothing yet. */
    public static final ForwardPasses NONE = new ForwardPasses(Count.NONE, Count.NONE, Count.NONE);

    /** A step's forward pass and the gradient's two. */
    private static final int PASSES_OF_A_STEP = 3;

    /**
     * A count of images, at least 0.
     *
     * @param generator images that the generator drew
     * @param classifiers images that the classifier looked at, plus those that the judge did where it is another one
     */
    public record Count(long generator, long classifiers) {
        /** No images. */
        public static final Count NONE = new Count(0, 0);

        /** Checks the numbers: a file of states may have been edited. */
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

    /** With steps whose images were drawn once each. */
    ForwardPasses withSteps(Count drawn) {
        return new ForwardPasses(tuning.plus(drawn.times(PASSES_OF_A_STEP)), choosing, report);
    }

    /** With images that helped to choose. */
    ForwardPasses withChoosing(Count more) {
        return new ForwardPasses(tuning, choosing.plus(more), report);
    }

    /** With images for the report or a picture. */
    ForwardPasses withReport(Count more) {
        return new ForwardPasses(tuning, choosing, report.plus(more));
    }

    /** With pictures that the generator alone drew. */
    ForwardPasses withPictures(long images) {
        return withReport(new Count(images, 0));
    }
}
