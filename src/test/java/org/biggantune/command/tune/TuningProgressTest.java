package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Progress;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.biggantune.support.Comparisons;
import org.biggantune.support.Settings;
import org.biggantune.tuning.ForwardPasses;
import org.biggantune.tuning.OptimizerState;
import org.biggantune.tuning.TuningPhase;
import org.biggantune.tuning.TuningState;
import org.junit.jupiter.api.Test;

final class TuningProgressTest {
    private final Settings settings = new Settings();
    private final List<String> told = new ArrayList<>();

    private final Progress recorder = new Progress() {
        @Override
        public void series(String kind, int number, int count, int toCome) {}

        @Override
        public void begin(String task, long total) {
            told.add("begin " + task);
        }

        @Override
        public void resize(long total) {}

        @Override
        public void phase(String name, long done, long total) {
            told.add(name + " " + done + "/" + total);
        }

        @Override
        public void advance(long done, String note) {}

        @Override
        public void end() {}

        @Override
        public void say(String line) {
            told.add("say " + line);
        }
    };

    private TuningProgress progress() {
        return new TuningProgress(new ClassLabel(5, "shirt"), settings.build(), recorder);
    }

    private static Optional<TuningState> at(int start, int step) {
        float[] numbers = {0, 0};
        SampleScores scores = new SampleScores(new ClassifierScore(0.5, 0.5, 1), Optional.empty(), 0.5);
        return Optional.of(new TuningState(
                start,
                step,
                Set.of(),
                numbers,
                new OptimizerState(numbers, numbers, new float[0], step),
                Comparisons.samples(scores, 4),
                List.of(),
                ForwardPasses.NONE));
    }

    @Test
    void begin_savedState_saysWhereItGoesOn() {
        progress().begin(at(0, 4));
        assertThat(told).containsExactly("say 5 shirt: resuming at step 4", "begin shirt");
        told.clear();
        settings.starts = 3;
        settings.initialNoise = 0.1;
        progress().begin(at(1, 2));
        assertThat(told.get(0)).isEqualTo("say 5 shirt: resuming at start 2 of 3, step 2");
        told.clear();
        settings.parallelStarts = 2;
        progress().begin(at(0, 2));
        assertThat(told.get(0)).isEqualTo("say 5 shirt: resuming at starts 1 to 2 of 3, step 2");
        told.clear();
        progress().begin(at(3, 0));
        assertThat(told.get(0)).isEqualTo("say 5 shirt: resuming at the report");
    }

    @Test
    void phases_ofATuning_areNamedAndCounted() {
        TuningProgress progress = progress();
        progress.begin(Optional.empty());
        for (TuningPhase phase : TuningPhase.values()) {
            progress.phase(phase);
        }
        assertThat(told)
                .containsExactly("begin shirt", "measuring before 0/0", "tuning 0/6", "choosing 0/11", "report 0/0");
    }
}
