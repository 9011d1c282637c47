package org.biggantune.run;

/** Is told how far a run is; whoever implements it decides how that is shown. One thread. */
public interface Progress {
    /** Shows nothing. */
    Progress NONE = new Progress() {
        @Override
        public void begin(String task, long total) {}

        @Override
        public void resize(long total) {}

        @Override
        public void advance(long done, String note) {}

        @Override
        public void end() {}

        @Override
        public void say(String line) {}
    };

    /**
     * A task begins.
     *
     * @param task what it is
     * @param total the units it takes
     */
    void begin(String task, long total);

    /**
     * The task turns out to be shorter or longer.
     *
     * @param total the units it takes, those done included
     */
    void resize(long total);

    /**
     * A part of the task is done.
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
