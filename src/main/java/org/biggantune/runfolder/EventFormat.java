package org.biggantune.runfolder;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.biggantune.domain.ClassLabel;
import org.biggantune.report.JsonLines;
import org.biggantune.tuning.Candidate;
import org.biggantune.tuning.Refusal;
import org.biggantune.tuning.StepMetrics;

/** Writes the lines of {@code events.jsonl}. Each begins with the class, which {@link RunEvents} relies on. */
public final class EventFormat {
    private EventFormat() {}

    /** A step of a start, with the objective before the step. */
    record Step(
            @JsonProperty("class") int label,
            int start,
            int step,
            double loss,
            double crossEntropy,
            double diversity,
            double proximity,
            double probability,
            double gradientNorm) {}

    /** A measured candidate, with the reasons for which it is refused. */
    record Measured(
            @JsonProperty("class") int label,
            int start,
            int step,
            double interpolation,
            double loss,
            ScoresFormat candidate,
            IntervalsFormat change,
            List<RefusalFormat> refusals) {}

    /** A start that ended before its last step. */
    record EarlyEnd(@JsonProperty("class") int label, int start, int step, boolean endedEarly, int spared) {}

    /** Writes a step. */
    public static void write(JsonLines lines, ClassLabel label, int start, int step, StepMetrics metrics) {
        lines.write(new Step(
                label.index(),
                start,
                step,
                metrics.loss(),
                metrics.crossEntropy(),
                metrics.diversity(),
                metrics.proximity(),
                metrics.probability(),
                metrics.gradientNorm()));
    }

    /** Writes a candidate. */
    public static void write(JsonLines lines, ClassLabel label, Candidate candidate, List<Refusal> refusals) {
        lines.write(new Measured(
                label.index(),
                candidate.start(),
                candidate.step(),
                candidate.interpolation(),
                candidate.loss(),
                ScoresFormat.of(candidate.scores()),
                IntervalsFormat.of(candidate.comparison().change()),
                RefusalFormat.of(refusals)));
    }

    /** Writes that a start ended early and spared some steps. */
    public static void writeEarlyEnd(JsonLines lines, ClassLabel label, int start, int step, int spared) {
        lines.write(new EarlyEnd(label.index(), start, step, true, spared));
    }
}
