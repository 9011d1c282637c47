package org.biggantune.command.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.biggantune.command.bench.profile.StepProfile;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.domain.Precision;
import org.biggantune.domain.Progress;
import org.biggantune.importer.random.BigGanSize;
import org.biggantune.model.TorchRuntime;
import org.biggantune.workers.StopSignal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures complete tuning steps (loss, gradient and update) of several variants on random weights, one size after the
 * other. The variants of a size take turns, so that other load on the machine affects all equally. Images and losses have
 * no meaning with random weights.
 */
final class BenchRun {
    private static final Logger LOG = LoggerFactory.getLogger(BenchRun.class);

    private final BenchOptions options;
    private final Progress progress;

    /** Creates a run that shows its progress. */
    BenchRun(BenchOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Measures all variants.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException for an error that the user can fix
     */
    BenchSummary execute() {
        Optional<Path> given =
                options.generator().map(name -> new ModelCatalog(options.home).find("--generator", name));
        try (StopSignal stop = StopSignal.ofCommand(progress);
                TorchRuntime runtime = TorchRuntime.open(options.device(), options.threads(), stop);
                BenchMachine machine = new BenchMachine(runtime)) {
            List<BenchGroup> groups = new ArrayList<>();
            if (given.isPresent()) {
                groups.add(measure(BenchModels.given(options, given.get()), runtime, machine));
            } else {
                for (int pixels : options.sizes) {
                    BigGanSize size = BigGanSize.ofPixels(pixels);
                    groups.add(measure(BenchModels.random(options, size, progress), runtime, machine));
                }
            }
            return new BenchSummary(options, runtime.describe(), machine.peak(), groups);
        }
    }

    private BenchGroup measure(BenchModels created, TorchRuntime runtime, BenchMachine machine) {
        try (BenchModels models = created) {
            Map<BenchVariant, Samples> samples = steps(runtime, machine, models);
            List<BenchResult> results = new ArrayList<>();
            samples.forEach((variant, taken) -> results.add(taken.result(variant, memory(variant, models))));
            return models.group(results);
        }
    }

    /** Runs the steps of all variants and closes their models. */
    private Map<BenchVariant, Samples> steps(TorchRuntime runtime, BenchMachine machine, BenchModels models) {
        Deque<BenchSubject> subjects = new ArrayDeque<>();
        try {
            Map<BenchVariant, Samples> samples = new LinkedHashMap<>();
            for (BenchVariant variant : models.variants()) {
                subjects.add(
                        BenchSubject.open(variant, runtime, models.of(variant), options.batch, options.parts(variant)));
                samples.put(variant, new Samples(subjects.getLast().parts()));
            }
            takeTurns(List.copyOf(subjects), machine, samples);
            subjects.forEach(subject ->
                    require(samples, subject.variant()).profile = subject.profile(models.trace(subject.variant())));
            return samples;
        } finally {
            subjects.forEach(BenchSubject::close);
            // Leave the GPU's memory to the processes that measure it.
            runtime.releaseCache();
        }
    }

    private void takeTurns(List<BenchSubject> subjects, BenchMachine machine, Map<BenchVariant, Samples> samples) {
        List<Precision> precisions = subjects.stream()
                .map(subject -> subject.variant().precision())
                .distinct()
                .toList();
        int rounds = options.warmUp + options.steps;
        progress.begin("bench", (long) rounds * subjects.size());
        try {
            for (int round = 0; round < rounds; round++) {
                Map<Precision, Double> peak = machine.measure(precisions);
                for (int turn = 0; turn < subjects.size(); turn++) {
                    BenchSubject subject = subjects.get(turn);
                    BenchSubject.Step step = require(samples, subject.variant()).take(subject);
                    if (round >= options.warmUp) {
                        require(samples, subject.variant())
                                .count(step, require(peak, subject.variant().precision()));
                    }
                    String note = String.format(
                            Locale.ROOT, "%s %.2f s", subject.variant().name(), step.seconds());
                    LOG.info("round {}: {}, loss {}", round, note, step.loss());
                    progress.advance((long) round * subjects.size() + turn + 1, note);
                }
            }
        } finally {
            progress.end();
        }
    }

    private static <K, V> V require(Map<K, V> values, K key) {
        return Objects.requireNonNull(values.get(key));
    }

    private BenchMemory memory(BenchVariant variant, BenchModels models) {
        if (!options.isolate) {
            return BenchMemory.UNKNOWN;
        }
        progress.say("Measuring the memory of: " + variant.name() + " …");
        BenchMemory memory = BenchProcess.measure(options, variant, models.of(variant), models.report());
        if (memory.equals(BenchMemory.UNKNOWN)) {
            progress.say("The memory of '" + variant.name() + "' is unknown, because its process failed; see -v");
        }
        return memory;
    }

    /** The measurements of one variant so far. */
    private static final class Samples {
        private final List<Double> seconds = new ArrayList<>();
        private final List<Double> cpuSeconds = new ArrayList<>();
        private final List<Double> peaks = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();
        private final int parts;
        private @Nullable StepProfile profile;

        Samples(int parts) {
            this.parts = parts;
        }

        BenchSubject.Step take(BenchSubject subject) {
            BenchSubject.Step step = subject.step();
            losses.add(step.loss());
            return step;
        }

        void count(BenchSubject.Step step, double peak) {
            seconds.add(step.seconds());
            cpuSeconds.add(step.cpuSeconds());
            peaks.add(peak);
        }

        BenchResult result(BenchVariant variant, BenchMemory memory) {
            return new BenchResult(
                    variant,
                    parts,
                    new StepTimes(seconds),
                    new StepTimes(cpuSeconds),
                    losses.get(0),
                    peaks,
                    Objects.requireNonNull(profile),
                    memory);
        }
    }
}
