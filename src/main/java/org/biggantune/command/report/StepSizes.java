package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.biggantune.domain.settings.Optimizer;
import org.biggantune.domain.settings.Schedule;
import org.biggantune.runfolder.RunIdentity;

/**
 * The step sizes of a class. A schedule depends on the number of steps that a start is given, which is that of a collapsed
 * class or the common one: a class's lines say which, once a start has ended.
 */
final class StepSizes {
    private final RunIdentity settings;
    private final boolean finished;
    private int latest;
    private int given;

    /**
     * Creates the step sizes of a class without lines.
     *
     * @param settings the run's settings
     * @param finished whether every start of the class has ended
     */
    StepSizes(RunIdentity settings, boolean finished) {
        this.settings = settings;
        this.finished = finished;
    }

    /** Adds a line of the class's events. */
    void add(ObjectNode line) {
        int step = line.path("step").asInt();
        latest = Math.max(latest, step);
        if (line.has("endedEarly")) {
            given = Math.max(given, step + line.path("spared").asInt());
        }
    }

    /** Returns the size of a step, counted from 1; empty if the run's files do not tell. */
    OptionalDouble at(int step) {
        JsonNode rate = settings.setting("learning-rate");
        String schedule = settings.setting("schedule").asText();
        boolean averaged = settings.setting("optimizer").asText().equals(Optimizer.AVERAGED.label());
        if (!rate.isNumber() || (schedule.isEmpty() && !averaged)) {
            return OptionalDouble.empty();
        }
        if (averaged || !schedule.equals(Schedule.COSINE.label())) {
            return OptionalDouble.of(rate.asDouble());
        }
        OptionalInt steps = steps();
        return steps.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(rate.asDouble() * Schedule.COSINE.factor(step - 1, steps.getAsInt()));
    }

    /** Returns the number of steps that each start is given. */
    private OptionalInt steps() {
        if (given > 0) {
            return OptionalInt.of(given);
        }
        if (finished && latest > 0) {
            return OptionalInt.of(latest);
        }
        int common = steps("iterations");
        int collapsed = settings.setting("collapsed-below").asDouble() > 0 ? steps("collapsed-iterations") : common;
        if (common == collapsed || latest > collapsed) {
            return common > 0 ? OptionalInt.of(common) : OptionalInt.empty();
        }
        return latest > common ? OptionalInt.of(collapsed) : OptionalInt.empty();
    }

    private int steps(String iterations) {
        return settings.setting(iterations).asInt()
                * settings.setting("steps-per-latents").asInt();
    }
}
