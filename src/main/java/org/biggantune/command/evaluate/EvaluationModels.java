package org.biggantune.command.evaluate;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.biggantune.command.models.ModelPrecisions;
import org.biggantune.domain.Precision;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.metric.RealismEvaluator;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;

/** The models of an evaluation: one judge, and the generators as they are needed. Owns them; the caller closes it. */
final class EvaluationModels implements AutoCloseable {
    private final TorchRuntime runtime;
    private final Optional<Precision> precision;
    private final Classifier judge;
    private final String layer;
    private final Consumer<Path> loaded;
    private final Map<Path, Opened> generators = new LinkedHashMap<>();

    /** A generator and the judge behind the preparation for its images. */
    private record Opened(Generator generator, ImageClassifier examiner) {}

    private EvaluationModels(
            TorchRuntime runtime,
            Optional<Precision> precision,
            Classifier judge,
            String layer,
            Consumer<Path> loaded) {
        this.runtime = runtime;
        this.precision = precision;
        this.judge = judge;
        this.layer = layer;
        this.loaded = loaded;
    }

    /** Loads the judge; each file that was loaded, now or later, is told. */
    static EvaluationModels open(EvaluateOptions options, Path judge, StopCheck stop, Consumer<Path> loaded) {
        TorchRuntime runtime = TorchRuntime.open(options.compute.device(), options.compute.threads(), stop);
        try {
            Classifier classifier = Classifier.open(judge, options.compute.precision(), runtime);
            loaded.accept(judge);
            return new EvaluationModels(
                    runtime, options.compute.precision(), classifier, classifier.featureMap(options.features), loaded);
        } catch (RuntimeException e) {
            runtime.close();
            throw e;
        }
    }

    /** Tells the user where the models' precisions are slow. */
    void advise(ModelPrecisions precisions, Progress progress) {
        precisions.advise(runtime, progress);
    }

    /** How many threads may work at once. */
    int threads() {
        return runtime.threads();
    }

    /** The height and width of a generator's images. */
    int resolution(Path file) {
        return opened(file).generator().metadata().resolution();
    }

    /** The evaluator of a generator's rows. */
    RealismEvaluator evaluator(Path file) {
        Opened opened = opened(file);
        return new RealismEvaluator(new BatchLoop(runtime), opened.generator(), opened.examiner(), layer);
    }

    private Opened opened(Path file) {
        return generators.computeIfAbsent(file, path -> {
            Generator generator = Generator.open(path, precision, runtime);
            loaded.accept(path);
            int resolution = generator.metadata().resolution();
            return new Opened(generator, new ImageClassifier(runtime, judge, resolution, Preprocessing.STANDARD));
        });
    }

    @Override
    public void close() {
        generators.values().forEach(opened -> {
            opened.examiner().close();
            opened.generator().close();
        });
        judge.close();
        runtime.close();
    }
}
