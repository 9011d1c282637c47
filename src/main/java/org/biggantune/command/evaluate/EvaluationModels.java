package org.biggantune.command.evaluate;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.biggantune.command.models.ModelPrecisions;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.io.OpenResources;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.metric.MetricNetworks;
import org.biggantune.metric.RealismEvaluator;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Classifier;
import org.biggantune.model.FeatureDetector;
import org.biggantune.model.Generator;
import org.biggantune.model.MatrixDecompositions;
import org.biggantune.model.ModelFile;
import org.biggantune.model.TorchRuntime;

/**
 * Holds the models of an evaluation: one judge, detectors, and generators that are loaded on first use. Owns them all. No
 * file may change between its digest and the end of its loading.
 */
final class EvaluationModels implements AutoCloseable {
    private final OpenResources open = new OpenResources();
    private final TorchRuntime runtime;
    private final Classifier judge;
    private final MatrixDecompositions matrices;
    private final String layer;
    private final EvaluationPlan plan;
    private final MetricNetworks detectors;
    private final Map<Path, Opened> generators = new LinkedHashMap<>();

    /** A generator and the judge, with the preprocessing for the generator's images. */
    private record Opened(Generator generator, ImageClassifier examiner) {}

    /** Loads libtorch, the judge and the detectors. */
    EvaluationModels(EvaluateOptions options, EvaluationNetworks networks, EvaluationPlan plan, StopCheck stop) {
        this.plan = plan;
        boolean loaded = false;
        try {
            runtime = open.own(TorchRuntime.open(options.compute.device(), options.compute.threads(), stop));
            ModelFile.ClassifierFile file = networks.judge().classifier();
            judge = load(file.file().path(), () -> Classifier.open(file, runtime));
            layer = judge.featureMap(options.features);
            matrices = open.own(MatrixDecompositions.open(runtime));
            detectors = new MetricNetworks(
                    networks.inception()
                            .map(network -> load(
                                    network.file(),
                                    () -> FeatureDetector.inception(network.file(), network.known(), runtime))),
                    networks.vgg()
                            .map(network -> load(
                                    network.file(),
                                    () -> FeatureDetector.vgg(network.file(), network.known(), runtime))));
            loaded = true;
        } finally {
            if (!loaded) {
                close();
            }
        }
    }

    private <T extends AutoCloseable> T load(Path file, Supplier<T> loader) {
        plan.requireUntouched(file);
        T loaded = open.own(loader.get());
        plan.requireUntouched(file);
        return loaded;
    }

    /** Warns the user if the models' precision is slow on the device. */
    void advise(ModelPrecisions precisions, Progress progress) {
        precisions.advise(runtime, progress);
    }

    /** Returns whether the models are on a GPU. */
    boolean isOnGpu() {
        return runtime.isOnGpu();
    }

    /** Returns how many threads may work at the same time. */
    int threads() {
        return runtime.threads();
    }

    /** Returns the decompositions for the covariances of features; owned by this object. */
    MatrixDecompositions matrices() {
        return matrices;
    }

    /** Returns the height and width of a generator's images, without loading it. */
    int resolution(Path file) {
        return plan.content(file).metadata().resolution();
    }

    /** Returns an evaluator of a generator's embeddings. */
    RealismEvaluator evaluator(Path file) {
        Opened opened = opened(file);
        return new RealismEvaluator(new BatchLoop(runtime), opened.generator(), opened.examiner(), layer, detectors);
    }

    private Opened opened(Path file) {
        return generators.computeIfAbsent(file, path -> {
            Generator generator = load(path, () -> Generator.open(plan.content(path), runtime));
            int resolution = generator.metadata().resolution();
            return new Opened(
                    generator, open.own(new ImageClassifier(runtime, judge, resolution, Preprocessing.STANDARD)));
        });
    }

    @Override
    public void close() {
        open.close();
    }
}
