package org.biggantune.domain;

/** Is informed how far a run is; whoever implements it decides how that is shown. One thread. */
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
     * The next task is one of a run's many of about the same length.
     *
     * @param kind what they are, such as {@code class}
     * @param number which one it is, from 1
     * @param count how many there are
     * @param toCome how many have still to be done behind it
     */
    void series(String kind, int number, int count, int toCome);

    /**
     * A task begins.
     *
     * @param task what it is
     * @param total the units it takes: things to count, or shares of the work where it has phases
     */
    void begin(String task, long total);

    /**
     * The task turns out to be shorter or longer.
     *
     * @param total the units it takes, those done included
     */
    void resize(long total);

    /**
     * What the task is at, shown in place of its units until the next phase.
     *
     * @param name such as {@code tuning}
     * @param done what is done of the phase
     * @param total what there is to do in it; 0 where that cannot be counted
     */
    void phase(String name, long done, long total);

    /**
     * A part of the task is done. The first call behind the beginning tells where the task goes on, which need not be its
     * beginning.
     *
     * @param done units done so far
     * @param note where it stands, such as a loss
     */
    void advance(long done, String note);

    /** The task has ended. */
    void end();

    /** Tells the user a line beside the progress. */
    void say(String line);
}
