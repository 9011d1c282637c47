package org.biggantune.domain;

/** A signal stopped the run; what was finished before is kept. */
public final class StoppedException extends BigganTuneException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public StoppedException(String message) {
        super(message, null);
    }

    /**
     * @param message one line for the user
     * @param cause what lies underneath, for the log file
     */
    public StoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
