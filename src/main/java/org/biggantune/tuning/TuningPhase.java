package org.biggantune.tuning;

/** What the tuning of a class is at. */
public enum TuningPhase {
    /** The row to beat is measured. */
    BEFORE("measuring before"),
    /** Steps are taken. */
    STEPS("tuning"),
    /** Candidates are measured, those on the way back to the beginning among them. */
    CANDIDATES("choosing"),
    /** Before and after are measured on the test latents. */
    REPORT("report");

    private final String title;

    TuningPhase(String title) {
        this.title = title;
    }

    /** What users read. */
    public String title() {
        return title;
    }
}
