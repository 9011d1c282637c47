package org.biggantune.cli;

import java.time.Duration;
import java.util.Optional;

/** Estimates the time left for a task and for the whole run from the time taken so far. */
final class TimeLeft {
    /** The fraction of a task that must be done before there is an estimate. */
    private static final double ENOUGH = 0.05;

    private static final double NANOS = 1e9;

    private long begun;

    /** The fraction of the task that an earlier process did. */
    private double from;

    private double share;
    private int toCome;

    /** The number of finished tasks, counting fractions, and the seconds they took. */
    private double seenTasks;

    private double seenSeconds;

    /**
     * Starts a task.
     *
     * @param now the time in nanoseconds
     * @param tasksToCome the number of tasks of about the same length that follow
     */
    void begin(long now, int tasksToCome) {
        begun = now;
        from = 0;
        share = 0;
        toCome = tasksToCome;
    }

    /** Records that an earlier process has done the task from what was reached so far to a fraction of it. */
    void resumeAt(double done) {
        from += done - share;
        share = done;
    }

    /** Records the fraction of the task that is done, from 0 to 1. */
    void reached(double done) {
        share = done;
    }

    /** Ends the task. */
    void end(long now) {
        seenTasks += 1 - from;
        seenSeconds += (now - begun) / NANOS;
    }

    /** Returns the time left for the task; empty while too little of it is done. */
    Optional<Duration> ofTask(long now) {
        if (share - from < ENOUGH) {
            return Optional.empty();
        }
        return Optional.of(seconds((now - begun) / NANOS / (share - from) * (1 - share)));
    }

    /** Returns the time left for this and the following tasks; empty if none follow or too little is done. */
    Optional<Duration> ofRun(long now) {
        Optional<Duration> task = ofTask(now);
        if (toCome == 0 || task.isEmpty()) {
            return Optional.empty();
        }
        double each = (seenSeconds + (now - begun) / NANOS) / (seenTasks + share - from);
        return Optional.of(task.get().plus(seconds(each * toCome)));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofSeconds(Math.round(Math.min(seconds, Integer.MAX_VALUE)));
    }
}
