package org.biggantune.tuning;

/** What the tuning of a class is worth, as its test latents show it; see {@link VerdictRule}. */
public enum Verdict {
    /** It gained what it was to gain, beyond chance, and lost nothing that it was to keep: the row changes. */
    IMPROVED,
    /** No gain that can be measured, or no candidate that pleased: the original row stays. */
    KEPT,
    /** Worse than the original row, beyond chance: the original row stays. */
    WORSE
}
