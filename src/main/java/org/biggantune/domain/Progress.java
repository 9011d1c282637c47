package org.biggantune.domain;

/** Receives the progress of a run and decides how to show it. Used by one thread. */
public interface Progress {
    /** Shows nothing. */
    Progress NONE = new Progress() {
        @Override
        public void series(String kind, int number, int count, int toCome) {}

        @Override
        public void begin(String task, long total) {}

        @Override
        public void resize(long total) {}

        @Override
        public void phase(String name, long done, long total) {}

        @Override
        public void advance(long done, String note) {}

        @Override
        public void end() {}

        @Override
        public void say(String line) {}
    };

    /**
     * Announces that the next task is one of many of about the same length.
     *
     * @param kind the kind of tasks, such as {@code class}
     * @param number the number of the task, from 1
     * @param count the number of tasks
     * @param toCome the number of tasks still to do after it
     */
    void series(String kind, int number, int count, int toCome);

    /**
     * Begins a task.
     *
     * @param task the name of the task
     * @param total the number of units: things to count, or units of work for a task with phases
     */
    void begin(String task, long total);

    /**
     * Changes the length of the task.
     *
     * @param total the new number of units, including those done
     */
    void resize(long total);

    /**
     * Sets the current phase of the task, which is shown instead of its units until the next phase.
     *
     * @param name such as {@code tuning}
     * @param done the progress within the phase
     * @param total the length of the phase; 0 if unknown
     */
    void phase(String name, long done, long total);

    /**
     * Reports units that took no time now, since an earlier process did them. The time left is estimated without them.
     *
     * @param done the units done so far, these included
     */
    default void resume(long done) {
        advance(done, "");
    }

    /**
     * Reports progress.
     *
     * @param done the units done so far
     * @param note a short note, such as a loss
     */
    void advance(long done, String note);

    /** Ends the task. */
    void end();

    /** Shows the user a line in addition to the progress. */
    void say(String line);
}
