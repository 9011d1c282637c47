package org.biggantune.tuning;

/** A phase of the tuning of a class. */
public enum TuningPhase {
    /** The original embedding is measured. */
    BEFORE("measuring before"),
    /** Steps are taken. */
    STEPS("tuning"),
    /** Candidates are evaluated, including those of the back-off. */
    CANDIDATES("choosing"),
    /** The original and the chosen embedding are measured on the test latents. */
    REPORT("report");

    private final String title;

    TuningPhase(String title) {
        this.title = title;
    }

    /** Returns the name shown to users. */
    public String title() {
        return title;
    }
}
