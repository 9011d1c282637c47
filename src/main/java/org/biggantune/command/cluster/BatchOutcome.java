package org.biggantune.command.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.biggantune.cli.ExitCode;
import org.biggantune.report.JsonFile;

/**
 * The outcome of a run of a batch.
 *
 * @param entry the run
 * @param exitCode the run's exit code; {@link #NONE} if it was not started
 * @param seconds how long it took
 * @param log the file of its output
 * @param earlier whether an earlier process has done it
 */
record BatchOutcome(BatchEntry entry, int exitCode, double seconds, Path log, boolean earlier) {
    /** Stands for no exit code. */
    static final int NONE = -1;

    private static final int STOPPED = ExitCode.STOPPED.code();

    private boolean isDone() {
        return exitCode == 0;
    }

    /** Returns whether a signal came before its end. */
    boolean isOpen() {
        return exitCode == NONE || exitCode == STOPPED;
    }

    /** Returns the outcome in one word. */
    String state() {
        if (exitCode == STOPPED) {
            return "stopped";
        }
        return isDone() ? "done" : exitCode == NONE ? "waiting" : "failed";
    }

    ObjectNode json() {
        ObjectNode json = JsonFile.object().put("name", entry.name());
        json.set("arguments", JsonFile.tree(entry.arguments()));
        json.put("state", state());
        if (exitCode == NONE) {
            json.putNull("exitCode");
        } else {
            json.put("exitCode", exitCode);
        }
        return json.put("seconds", seconds).put("log", log.toString());
    }

    /** Returns the outcome that an earlier process has recorded for a run. */
    static BatchOutcome done(BatchEntry entry, JsonNode noted, Path log) {
        return new BatchOutcome(entry, 0, noted.path("seconds").asDouble(), log, true);
    }
}
