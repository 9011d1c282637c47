package org.biggantune.command.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.command.bench.profile.OperatorTrace;
import org.biggantune.command.bench.profile.StepProfile;
import org.biggantune.domain.Precision;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.ObjectiveWeights;
import org.biggantune.domain.settings.OptimizationSettings;
import org.biggantune.domain.settings.Optimizer;
import org.biggantune.domain.settings.Schedule;
import org.biggantune.io.OpenResources;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.biggantune.tuning.BatchParts;
import org.biggantune.tuning.LatentBatch;
import org.biggantune.tuning.Objective;
import org.biggantune.tuning.OptimizationLoop;
import org.biggantune.tuning.StepMetrics;

/**
 * A variant with its loaded models, which takes tuning steps with the same embedding and latents as every other variant.
 * Owns its models; the caller closes it.
 */
final class BenchSubject implements AutoCloseable {
    /** All terms of the objective; the weights do not affect the cost of a step. */
    private static final ObjectiveWeights WEIGHTS =
            new ObjectiveWeights(new DiversitySettings(Diversity.PIXELWISE, 0.1), 0.3);

    private static final double LEARNING_RATE = 0.05;
    private static final double NANOS = 1e9;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final BenchVariant variant;
    private final TorchRuntime runtime;
    private final OpenResources open = new OpenResources();
    private OptimizationLoop descent;
    private OptimizationLoop whole;
    private LatentBatch batch;
    private int parts;

    @SuppressWarnings("NullAway.Init") // load sets the rest
    private BenchSubject(BenchVariant variant, TorchRuntime runtime) {
        this.variant = variant;
        this.runtime = runtime;
    }

    /**
     * Loads a variant's models.
     *
     * @param images the images per step
     * @param parts the parts of a step computed in parallel, or {@link LoadSettings#AUTO}
     */
    static BenchSubject open(
            BenchVariant variant, TorchRuntime runtime, BenchModels.Files models, int images, int parts) {
        BenchSubject subject = new BenchSubject(variant, runtime);
        try {
            subject.load(models, images, parts);
            return subject;
        } catch (RuntimeException e) {
            subject.close();
            throw e;
        }
    }

    BenchVariant variant() {
        return variant;
    }

    /** Returns the parts of a batch computed in parallel. */
    int parts() {
        return parts;
    }

    /** Takes a tuning step and measures it. */
    Step step() {
        return step(descent);
    }

    private Step step(OptimizationLoop descent) {
        runtime.optimizeGraphs(variant.graphOptimizer());
        try {
            long cpuBefore = SYSTEM.getProcessCpuTime();
            long begun = System.nanoTime();
            StepMetrics outcome =
                    descent.take(List.of(batch), new double[] {1}).get(0).get(0);
            double seconds = (System.nanoTime() - begun) / NANOS;
            return new Step(seconds, (SYSTEM.getProcessCpuTime() - cpuBefore) / NANOS, outcome.loss());
        } finally {
            runtime.optimizeGraphs(false);
        }
    }

    /**
     * Takes a tuning step in one part under libtorch's profiler, which sees one thread and slows it slightly.
     *
     * @param trace the file for the trace
     */
    StepProfile profile(Path trace) {
        if (parts > 1) {
            // Warm up the allocator, so that the recorded step is like others.
            step(whole);
        }
        List<Step> taken = new ArrayList<>();
        runtime.profile(trace, () -> taken.add(step(whole)));
        return StepProfile.of(OperatorTrace.read(trace), taken.get(0).seconds(), !variant.frozen());
    }

    @Override
    public void close() {
        open.close();
    }

    /**
     * The measurement of a step.
     *
     * @param seconds the wall-clock time
     * @param cpuSeconds the CPU time over all cores
     * @param loss the objective before the step
     */
    record Step(double seconds, double cpuSeconds, double loss) {}

    private void load(BenchModels.Files models, int images, int asked) {
        Optional<Precision> precision = Optional.of(variant.precision());
        Generator generator = open.own(Generator.open(models.generator(), precision, runtime));
        Classifier classifier = open.own(Classifier.open(models.classifier(), precision, runtime));
        generator.freeze(variant.frozen());
        classifier.freeze(variant.frozen());
        int resolution = generator.metadata().resolution();
        ImageClassifier examiner =
                open.own(new ImageClassifier(runtime, classifier, resolution, variant.preprocessing()));
        Objective objective = new Objective(
                runtime, generator, examiner, 0, WEIGHTS, generator.embeddings().bounds());
        parts = parts(asked, images);
        float[] row = generator.embeddings().row(0);
        OptimizationSettings steps =
                new OptimizationSettings(Optimizer.ADAM, LEARNING_RATE, Schedule.CONSTANT, 0, 1, 1, images);
        descent = open.own(new OptimizationLoop(runtime, objective, steps, inParts(parts), row));
        whole = open.own(new OptimizationLoop(runtime, objective, steps, inParts(1), row));
        RandomKey key = new RandomKey(0, StreamPurpose.BENCH, 0, 0, 1);
        batch = LatentBatch.ofNeighbours(
                RandomStream.normals(key, images * generator.metadata().latentSize()), images);
    }

    private int parts(int asked, int images) {
        return BatchParts.known(new LoadSettings(0, asked, 1), images, OptionalInt.empty(), runtime);
    }

    private static LoadSettings inParts(int parts) {
        return new LoadSettings(0, parts, 1);
    }
}
