package org.biggantune.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.TuningSettings;
import org.biggantune.metric.SampleScores;
import org.biggantune.report.JsonLines;
import org.biggantune.tuning.StepOutcome;
import org.biggantune.tuning.TuningListener;

/** Writes a line to {@code events.jsonl} for each step and each candidate of a class, and moves the progress. */
final class TuningEvents implements TuningListener {
    private final ClassLabel label;
    private final TuningSettings settings;
    private final JsonLines events;
    private final Progress progress;

    TuningEvents(ClassLabel label, TuningSettings settings, JsonLines events, Progress progress) {
        this.label = label;
        this.settings = settings;
        this.events = events;
        this.progress = progress;
    }

    void begin() {
        progress.begin(label.name(), (long) settings.starts() * settings.steps());
    }

    @Override
    public void onStep(int start, int step, StepOutcome outcome) {
        events.write(line(start, step)
                .put("loss", outcome.loss())
                .put("crossEntropy", outcome.crossEntropy())
                .put("diversity", outcome.diversity())
                .put("proximity", outcome.proximity())
                .put("probability", outcome.probability())
                .put("gradientNorm", outcome.gradientNorm()));
        progress.advance(
                (long) start * settings.steps() + step,
                String.format(Locale.ROOT, "loss %.3f, probability %.2f", outcome.loss(), outcome.probability()));
    }

    @Override
    public void onCandidate(int start, int step, SampleScores scores) {
        ObjectNode line = line(start, step);
        line.set("candidate", ClassResult.json(scores));
        events.write(line);
    }

    private ObjectNode line(int start, int step) {
        return JsonFile.object().put("class", label.index()).put("start", start).put("step", step);
    }
}
