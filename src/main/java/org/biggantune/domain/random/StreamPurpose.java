package org.biggantune.domain.random;

/**
 * The purpose of random numbers. Different purposes never share numbers, so validation and test never use a latent of a
 * tuning step.
 *
 * <p>The code of a purpose is part of the generator's counter: it must never change, and a new purpose needs a new
 * code.
 */
public enum StreamPurpose {
    /** Latents of the tuning steps. */
    TUNING(0),
    /** Latents for choosing the best candidate. */
    VALIDATION(1),
    /** Latents for the reported result. */
    TEST(2),
    /** Latents of sample images. */
    SAMPLE(3),
    /** Initial embeddings: their noise, and random ones. */
    INITIAL(4),
    /** Pairs of samples for the diversity reward. */
    PAIRS(5),
    /** Latents of the benchmark. */
    BENCH(6),
    /** Latents for ranking a generator's class embeddings for a new class. */
    ROWS(7),
    /** Latents of samples for comparison with real images. */
    EVALUATION(8),
    /** Latents for comparing the diversity of a generator's classes, and the choice of these classes. */
    COLLAPSE(9),
    /** Bootstrap resamples for confidence intervals. */
    RESAMPLING(10);

    private final int code;

    StreamPurpose(int code) {
        this.code = code;
    }

    /** {@return the code in the generator's counter, from 0 to 255} */
    int code() {
        return code;
    }
}
