package org.biggantune.cli;

import java.time.Duration;
import java.util.Optional;

/** Estimates how long a task and the run that it is part of will take, from how long its parts have taken. */
final class TimeLeft {
    /** The share of a task that has to be seen before it says anything about the rest. */
    private static final double ENOUGH = 0.05;

    private static final double NANOS = 1e9;

    private long begun;
    private double from;
    private double share;
    private int toCome;

    /** Whole tasks seen, parts of them counted as such, and their seconds. */
    private double seenTasks;

    private double seenSeconds;

    /**
     * A task begins.
     *
     * @param now the time in nanoseconds
     * @param tasksToCome how many of about the same length follow
     */
    void begin(long now, int tasksToCome) {
        begun = now;
        from = 0;
        share = 0;
        toCome = tasksToCome;
    }

    /** Where the task goes on that was begun by another process. */
    void goOnFrom(double done) {
        from = done;
        share = done;
    }

    /** So much of the task is done, from 0 to 1. */
    void reached(double done) {
        share = done;
    }

    /** The task has ended. */
    void end(long now) {
        seenTasks += 1 - from;
        seenSeconds += (now - begun) / NANOS;
    }

    /** For the task; empty as long as too little of it is done. */
    Optional<Duration> ofTask(long now) {
        if (share - from < ENOUGH) {
            return Optional.empty();
        }
        return Optional.of(seconds((now - begun) / NANOS / (share - from) * (1 - share)));
    }

    /** For the task and those behind it; empty where none are, or as long as too little is done. */
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
