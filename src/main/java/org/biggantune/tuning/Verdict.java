package org.biggantune.tuning;

/** The verdict on the tuning of a class, based on the test latents; see {@link VerdictRule}. */
public enum Verdict {
    /** All required gains are beyond chance and nothing that had to be kept was lost: the embedding is replaced. */
    IMPROVED,
    /** No measurable gain, or no qualifying candidate: the original embedding stays. */
    KEPT,
    /** Worse than the original embedding beyond chance: the original stays. */
    WORSE
}
