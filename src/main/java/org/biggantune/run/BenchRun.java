package org.biggantune.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.biggantune.model.TorchRuntime;
import org.biggantune.run.profile.StepProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures whole tuning steps (loss, gradient and update) of several variants on random weights. The variants take turns,
 * so that whatever else the machine does meets all alike. Images and losses mean nothing; that they are finite, and the
 * same for all graphs, is checked.
 */
public final class BenchRun {
    private static final Logger LOG = LoggerFactory.getLogger(BenchRun.class);

    private final BenchRequest request;
    private final Progress progress;

    /** A run that tells a listener how far it is. */
    public BenchRun(BenchRequest request, Progress progress) {
        this.request = request;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @throws org.biggantune.domain.BigganTuneException if something that the user can mend is wrong
     */
    public BenchSummary execute() {
        try (TorchRuntime runtime = TorchRuntime.open(request.device(), request.threads());
                BenchModels models = BenchModels.create(request, progress)) {
            Deque<BenchSubject> subjects = new ArrayDeque<>();
            try {
                for (BenchVariant variant : BenchVariant.of(EnumSet.copyOf(request.graphs()))) {
                    subjects.add(BenchSubject.open(variant, runtime, models, request.batch()));
                }
                List<BenchResult> results = measure(List.copyOf(subjects), models);
                return new BenchSummary(request, models.weights(), runtime.describe(), results);
            } finally {
                subjects.forEach(BenchSubject::close);
            }
        }
    }

    private List<BenchResult> measure(List<BenchSubject> subjects, BenchModels models) {
        Map<BenchVariant, Samples> samples = new LinkedHashMap<>();
        subjects.forEach(subject -> samples.put(subject.variant(), new Samples()));
        int rounds = request.warmUp() + request.steps();
        progress.begin("bench", (long) rounds * subjects.size());
        try {
            for (int round = 0; round < rounds; round++) {
                for (int turn = 0; turn < subjects.size(); turn++) {
                    BenchSubject subject = subjects.get(turn);
                    BenchSubject.Step step = samples.get(subject.variant()).take(subject, round >= request.warmUp());
                    String note = String.format(
                            Locale.ROOT, "%s %.2f s", subject.variant().name(), step.seconds());
                    LOG.info("round {}: {}, loss {}", round, note, step.loss());
                    progress.advance((long) round * subjects.size() + turn + 1, note);
                }
            }
        } finally {
            progress.end();
        }
        List<BenchResult> results = new ArrayList<>();
        for (BenchSubject subject : subjects) {
            StepProfile profile = subject.profile(models.trace(request, subject.variant()));
            results.add(samples.get(subject.variant()).result(subject.variant(), profile));
        }
        return results;
    }

    /** What was measured of one variant so far. */
    private static final class Samples {
        private final List<Double> seconds = new ArrayList<>();
        private final List<Double> cpuSeconds = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();
        private OptionalLong resident = OptionalLong.empty();
        private OptionalLong peak = OptionalLong.empty();

        BenchSubject.Step take(BenchSubject subject, boolean counts) {
            boolean ownPeak = ResidentMemory.forgetPeak();
            BenchSubject.Step step = subject.step();
            losses.add(step.loss());
            if (counts) {
                seconds.add(step.seconds());
                cpuSeconds.add(step.cpuSeconds());
                resident = ResidentMemory.now();
                peak = ownPeak ? greater(peak, ResidentMemory.peak()) : OptionalLong.empty();
            }
            return step;
        }

        BenchResult result(BenchVariant variant, StepProfile profile) {
            return new BenchResult(
                    variant, new StepTimes(seconds), new StepTimes(cpuSeconds), losses.get(0), resident, peak, profile);
        }

        private static OptionalLong greater(OptionalLong a, OptionalLong b) {
            return a.isPresent() && b.isPresent() ? OptionalLong.of(Math.max(a.getAsLong(), b.getAsLong())) : b;
        }
    }
}
