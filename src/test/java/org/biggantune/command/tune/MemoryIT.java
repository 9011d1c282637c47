package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.biggantune.archive.Checkpoint;
import org.biggantune.command.bench.StepTimes;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.SourceFile;
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
import org.biggantune.importer.ClassifierImportOptions;
import org.biggantune.importer.ClassifierImporter;
import org.biggantune.importer.GeneratorImporter;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.io.ResidentMemory;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.Fixtures;
import org.biggantune.support.LibtorchThreads;
import org.biggantune.tuning.LatentBatch;
import org.biggantune.tuning.Objective;
import org.biggantune.tuning.OptimizationLoop;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A long run's memory stays flat: the growth of resident memory over 1,000 tuning steps. It is the median growth between
 * neighbouring samples: what leaks leaks at every step, while Java's own growth (a segment of compiled code, an arena of
 * the allocator) comes in single jumps, which would tilt any line through all samples. The Java heap is collected before
 * each sample, so that garbage does not count.
 */
class MemoryIT {
    /** So many steps until Java has compiled what it runs: its code and profiles grow by a megabyte or two before. */
    private static final int WARM_UP = 300;

    private static final int STEPS = 1000;
    private static final int SAMPLE_EVERY = 10;
    private static final int BATCH = 4;

    /** One page: a leaked batch of images would be twelve, and noise is far less than one. */
    private static final double MOST_BYTES_A_STEP = 4096;

    @TempDir
    Path folder;

    @BeforeEach
    void requireLinux() {
        Assumptions.assumeTrue(ResidentMemory.now().isPresent(), "SKIPPED: no /proc/self/status on this system");
    }

    /** In pieces with images that are resized, whole with the classifier's own size, and in parts side by side. */
    @ParameterizedTest
    @CsvSource({"PIXELWISE, 48, 2, 1", "FEATURES, 32, 0, 1", "PIXELWISE, 48, 0, 2"})
    void tuning_aThousandSteps_keepsResidentMemoryFlat(Diversity kind, int inputSize, int microBatch, int parts) {
        Path generatorFile = folder.resolve("g.pt");
        Path classifierFile = folder.resolve("c.pt");
        writeDemo(generatorFile, classifierFile, inputSize);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(generatorFile, Optional.empty(), runtime);
                Classifier classifier = Classifier.open(classifierFile, Optional.empty(), runtime);
                ImageClassifier examiner = new ImageClassifier(
                        runtime, classifier, generator.metadata().resolution(), Preprocessing.STANDARD)) {
            Objective objective = new Objective(
                    runtime,
                    generator,
                    examiner,
                    0,
                    new ObjectiveWeights(new DiversitySettings(kind, 0.1), 0.3),
                    generator.embeddings().bounds());
            int latentSize = generator.metadata().latentSize();
            OptimizationSettings how =
                    new OptimizationSettings(Optimizer.ADAM, 0.05, Schedule.CONSTANT, 0, WARM_UP + STEPS, 1, BATCH);
            LoadSettings load = new LoadSettings(microBatch, parts, 1);
            List<Long> samples = LibtorchThreads.during(parts, () -> {
                try (OptimizationLoop descent = new OptimizationLoop(
                        runtime, objective, how, load, generator.embeddings().row(0))) {
                    return resident(
                            WARM_UP, STEPS, step -> descent.take(List.of(batch(step, latentSize)), new double[] {1}));
                }
            });
            assertThat(slope(samples))
                    .as(
                            "bytes a step over %s MiB",
                            samples.stream().map(bytes -> bytes >> 20).toList())
                    .isLessThan(MOST_BYTES_A_STEP);
        }
    }

    /** The measure itself: a tensor of one MiB forgotten at each step is seen, whatever the Java heap does meanwhile. */
    @Test
    void slope_ofALeak_isItsSize() {
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                NDManager scope = runtime.newScope()) {
            List<Long> samples = resident(50, 200, step -> scope.ones(new Shape(1 << 18)));
            assertThat(slope(samples)).isBetween(0.5 * (1 << 20), 1.5 * (1 << 20));
        }
    }

    /** Resident bytes at every tenth step after the warm-up. */
    private static List<Long> resident(int warmUp, int steps, IntConsumer step) {
        List<Long> samples = new ArrayList<>();
        for (int i = 0; i < warmUp + steps; i++) {
            step.accept(i);
            if (i % SAMPLE_EVERY == 0) {
                // In the warm-up too: the first collections give heap back to the system.
                System.gc();
                if (i >= warmUp) {
                    samples.add(ResidentMemory.now().orElseThrow());
                }
            }
        }
        return samples;
    }

    private static double slope(List<Long> samples) {
        List<Double> slopes = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            slopes.add((double) (samples.get(i) - samples.get(i - 1)) / SAMPLE_EVERY);
        }
        return new StepTimes(slopes).median();
    }

    private static LatentBatch batch(int step, int latentSize) {
        RandomKey key = new RandomKey(0, StreamPurpose.BENCH, 0, 0, step);
        return new LatentBatch(RandomStream.normals(key, BATCH * latentSize), new int[][] {{0, 1}, {2, 3}});
    }

    private static void writeDemo(Path generator, Path classifier, int inputSize) {
        SourceFile source = new SourceFile("demo", "-");
        try (Checkpoint checkpoint = Checkpoint.open(Fixtures.require("demo/G_ema.pth"))) {
            GeneratorImporter.read(checkpoint.stateDict(), source, Graph.FOLDED, Epsilons.DEFAULT, List.of())
                    .write(generator);
        }
        try (Checkpoint checkpoint = Checkpoint.open(Fixtures.require("demo/demo_classifier.pth"))) {
            ClassifierImportOptions options = new ClassifierImportOptions(
                    Optional.empty(), Graph.FOLDED, OptionalInt.of(inputSize), Optional.empty(), false, List.of());
            ClassifierImporter.read(checkpoint.stateDict(), checkpoint.allTensors(), source, options)
                    .write(classifier);
        }
    }
}
