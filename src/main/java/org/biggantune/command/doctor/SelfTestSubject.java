package org.biggantune.command.doctor;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Precision;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.BackOff;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.ObjectiveWeights;
import org.biggantune.domain.settings.OptimizationSettings;
import org.biggantune.domain.settings.Optimizer;
import org.biggantune.domain.settings.Schedule;
import org.biggantune.domain.settings.SelectionSettings;
import org.biggantune.domain.settings.StartSettings;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.io.OpenResources;
import org.biggantune.io.ResidentMemory;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.ImageSampler;
import org.biggantune.model.TorchRuntime;
import org.biggantune.tuning.BatchParts;
import org.biggantune.tuning.ClassTuner;
import org.biggantune.tuning.LatentBatch;
import org.biggantune.tuning.Objective;
import org.biggantune.tuning.OptimizationLoop;
import org.biggantune.tuning.TuningSubject;
import org.jspecify.annotations.Nullable;

/**
 * The shipped models in one precision, and the computations of the self-test. They use fixed classes, latents and settings,
 * for which results were recorded. The caller closes it.
 */
final class SelfTestSubject implements Closeable {
    static final String IMAGES = "images";
    static final String LOGITS = "logits";
    static final String GRADIENTS = "gradients";
    static final String IMPROVE = "improve";

    /** Images in the step that is timed. */
    static final int STEP_BATCH = 16;

    private static final String CLASS = "shirt";
    private static final int STEPS = 8;
    private static final int BATCH = 8;
    private static final double LEARNING_RATE = 0.01;
    private static final ObjectiveWeights WEIGHTS = weights(Diversity.PIXELWISE);

    /** The stride of the compared numbers of images; coprime to width, height and channels. */
    private static final int STRIDE = 13;

    /** Longer than the second over which NVIDIA's management library averages. */
    private static final double LEAST_SECONDS = 1.2;

    private static final int BLOCK = 10;
    private static final double NANOS = 1e9;

    private final OpenResources open = new OpenResources();
    private final TorchRuntime runtime;
    private final Generator generator;
    private final Generator collapsed;
    private final Classifier classifier;
    private final Classifier judge;
    private final ImageClassifier examiner;
    private final ImageClassifier judging;
    private final ClassLabel target;
    private @Nullable SelfTestListener first;

    private SelfTestSubject(Path folder, Precision asked, TorchRuntime runtime) {
        boolean opened = false;
        try {
            this.runtime = runtime;
            Optional<Precision> precision = Optional.of(asked);
            generator = open.own(Generator.open(folder.resolve("demo.pt"), precision, runtime));
            collapsed = open.own(Generator.open(folder.resolve("demo-collapsed.pt"), precision, runtime));
            classifier = open.own(Classifier.open(folder.resolve("demo-classifier.pt"), precision, runtime));
            judge = open.own(Classifier.open(folder.resolve("demo-judge.pt"), precision, runtime));
            int resolution = generator.metadata().resolution();
            examiner = open.own(new ImageClassifier(runtime, classifier, resolution, Preprocessing.STANDARD));
            judging = open.own(new ImageClassifier(runtime, judge, resolution, Preprocessing.STANDARD));
            target = new ClassLabel(generator.metadata().classNames().indexOf(CLASS), CLASS);
            opened = true;
        } finally {
            if (!opened) {
                open.close();
            }
        }
    }

    /**
     * Opens the shipped models.
     *
     * @param folder their folder
     * @param runtime the device, borrowed
     * @throws org.biggantune.domain.failure.BigganTuneException if one cannot be used
     */
    static SelfTestSubject open(Path folder, Precision precision, TorchRuntime runtime) {
        return new SelfTestSubject(folder, precision, runtime);
    }

    /** Computes the quantities to be compared with recorded results, by name. */
    Map<String, float[]> quantities() {
        float[] images = concat(List.of(images(generator), images(collapsed)));
        Map<String, float[]> quantities = new LinkedHashMap<>();
        quantities.put(
                IMAGES,
                numbers(IntStream.iterate(0, i -> i < images.length, i -> i + STRIDE)
                        .mapToDouble(i -> images[i])));
        quantities.put(LOGITS, concat(List.of(logits(classifier, images), logits(judge, images))));
        quantities.put(
                GRADIENTS,
                concat(List.of(
                        gradient(Diversity.PIXELWISE), gradient(Diversity.SOFTMAX), gradient(Diversity.FEATURES))));
        first = improve();
        quantities.put(IMPROVE, first.measures());
        return quantities;
    }

    /** Measures the speed; {@link #quantities} has to be called before, as a warm-up. */
    SelfTestSpeed speed(SelfTestMode mode) {
        // On a GPU the first run is not typical, since cuDNN tries its algorithms.
        double evaluation = (runtime.isOnGpu() ? improve() : Objects.requireNonNull(first)).evaluationShare();
        Objective objective = objective(Diversity.PIXELWISE);
        float[] row = generator.embeddings().row(target.index());
        OptimizationSettings steps =
                new OptimizationSettings(Optimizer.ADAM, LEARNING_RATE, Schedule.CONSTANT, 0, BLOCK, 1, STEP_BATCH);
        int together = runtime.isOnGpu() ? BLOCK : 1;
        List<LatentBatch> block = Collections.nCopies(together, latents(STEP_BATCH));
        double[] factors = new double[together];
        Arrays.fill(factors, 1);
        try (OptimizationLoop descent = new OptimizationLoop(runtime, objective, steps, load(STEP_BATCH), row)) {
            descent.take(block, factors);
            long begun = System.nanoTime();
            int taken = 0;
            while (System.nanoTime() - begun < LEAST_SECONDS * NANOS) {
                descent.take(block, factors);
                taken += together;
            }
            double seconds = (System.nanoTime() - begun) / NANOS / taken;
            OptionalDouble busy = runtime.busyShare();
            OptionalDouble waits = busy.isPresent() ? OptionalDouble.of(1 - busy.getAsDouble()) : busy;
            OptionalLong peak = runtime.isOnGpu() ? runtime.peakGpuMemory() : ResidentMemory.peak();
            return new SelfTestSpeed(mode.label(), seconds, waits, evaluation, peak, runtime.isOnGpu());
        }
    }

    /** Tunes a class for a few steps, as {@code improve} does. */
    private SelfTestListener improve() {
        TuningSettings settings = new TuningSettings(
                new OptimizationSettings(Optimizer.ADAM, LEARNING_RATE, Schedule.CONSTANT, 0, STEPS, 1, BATCH),
                WEIGHTS,
                new StartSettings(InitialEmbedding.TARGET, 0, 1, BATCH, Optional.empty()),
                new SelectionSettings(
                        STEPS / 2, 0, BackOff.ALL, 4 * BATCH, 4 * BATCH, 0.01, 0.95, OptionalDouble.empty()),
                new CollapseSettings(0.55, STEPS, BATCH, 0, 0.5, 0.05),
                load(BATCH),
                false,
                Optional.empty(),
                Preprocessing.STANDARD,
                0);
        SelfTestListener listener = new SelfTestListener();
        float[] row = generator.embeddings().row(target.index());
        TuningSubject subject =
                new TuningSubject(target, row, OptionalDouble.empty(), Optional.empty(), Optional.empty());
        listener.end(new ClassTuner(runtime, generator, examiner, Optional.of(judging), settings)
                .tune(subject, Optional.empty(), listener));
        return listener;
    }

    /** Draws one image of each class. */
    private float[] images(Generator drawing) {
        int classes = drawing.embeddings().rows();
        float[] rows = concat(IntStream.range(0, classes)
                .mapToObj(row -> drawing.embeddings().row(row))
                .toList());
        float[][] images = {new float[0]};
        RandomKey key = new RandomKey(0, StreamPurpose.BENCH, 0, 0, 0);
        new ImageSampler(new BatchLoop(runtime), drawing)
                .each(
                        drawing.metadata().latents(key, classes),
                        rows,
                        drawn -> images[0] = concat(List.of(images[0], drawn)));
        return images[0];
    }

    private float[] logits(Classifier looking, float[] images) {
        int size = generator.metadata().resolution();
        int plane = size * size;
        float[] input = new float[images.length];
        for (int i = 0; i < input.length; i++) {
            int channel = i / plane % 3;
            double intensity = (images[i] + 1) / 2;
            input[i] = (float) ((intensity - looking.metadata().mean().get(channel))
                    / looking.metadata().std().get(channel));
        }
        return looking.logits(runtime, input, images.length / (3 * plane), size);
    }

    private float[] gradient(Diversity kind) {
        float[] row = generator.embeddings().row(target.index());
        return objective(kind).evaluate(row, row, latents(BATCH)).gradient();
    }

    private Objective objective(Diversity kind) {
        return new Objective(
                runtime,
                generator,
                examiner,
                examiner.label(target),
                weights(kind),
                generator.embeddings().bounds());
    }

    private LatentBatch latents(int count) {
        RandomKey key = new RandomKey(0, StreamPurpose.BENCH, 0, 0, 1);
        return LatentBatch.ofNeighbours(generator.metadata().latents(key, count), count);
    }

    private LoadSettings load(int batch) {
        LoadSettings automatic = new LoadSettings(0, LoadSettings.AUTO, 1);
        return automatic.inParts(BatchParts.known(automatic, batch, OptionalInt.empty(), runtime));
    }

    private static ObjectiveWeights weights(Diversity kind) {
        return new ObjectiveWeights(new DiversitySettings(kind, 0.1), 0.7);
    }

    private static float[] concat(List<float[]> parts) {
        return numbers(parts.stream()
                .flatMapToDouble(part -> IntStream.range(0, part.length).mapToDouble(i -> part[i])));
    }

    static float[] numbers(DoubleStream values) {
        double[] wide = values.toArray();
        float[] numbers = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            numbers[i] = (float) wide[i];
        }
        return numbers;
    }

    @Override
    public void close() {
        open.close();
    }
}
