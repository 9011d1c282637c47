package org.biggantune.domain.random;

/**
 * What random numbers are drawn for. Different purposes never share a number, so that no latent that was tuned on is validated or tested on.
 *
 * <p>The code of a purpose goes into the generator's counter: it never changes, and a new purpose takes a new code.
 */
public enum StreamPurpose {
    /** Latents of the tuning steps. */
    TUNING(0),
    /** Latents on which the best candidate is chosen. */
    VALIDATION(1),
    /** Latents on which the result is reported. */
    TEST(2),
    /** Latents of sample images. */
    SAMPLE(3),
    /** Initial embeddings: their noise, and those that are random themselves. */
    INITIAL(4),
    /** Pairs of images whose distance is rewarded. */
    PAIRS(5),
    /** Latents of the benchmark. */
    BENCH(6),
    /** Latents on which the rows of a generator are compared for a class that it has no row of. */
    ROWS(7),
    /** Latents of samples that are compared with real images. */
    EVALUATION(8),
    /** Latents on which the diversity of a generator's classes is compared, and which classes are. */
    COLLAPSE(9),
    /** Resamples of test latents, from which confidence intervals come. */
    RESAMPLING(10);

    private final int code;

    StreamPurpose(int code) {
        this.code = code;
    }

    /** {@return the number of this purpose in the generator's counter, from 0 to 255} */
    int code() {
        return code;
    }
}
