package org.biggantune.command.evaluate;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.biggantune.command.models.ModelPrecisions;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
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

/** Holds the models of an evaluation: one judge, and generators that are loaded on first use. Owns them all. */
final class EvaluationModels implements AutoCloseable {
    private final TorchRuntime runtime;
    private final Classifier judge;
    private final MatrixDecompositions matrices;
    private final String layer;
    private final EvaluationPlan plan;
    private final MetricNetworks detectors;
    private final Map<Path, Opened> generators = new LinkedHashMap<>();

    /** A generator and the judge, with the preprocessing for the generator's images. */
    private record Opened(Generator generator, ImageClassifier examiner) {}

    private EvaluationModels(
            TorchRuntime runtime, Classifier judge, String layer, EvaluationNetworks networks, EvaluationPlan plan) {
        this.runtime = runtime;
        this.judge = judge;
        this.matrices = MatrixDecompositions.open(runtime);
        this.layer = layer;
        this.plan = plan;
        this.detectors = new MetricNetworks(
                networks.inception()
                        .map(network -> FeatureDetector.inception(network.file(), network.known(), runtime)),
                networks.vgg().map(network -> FeatureDetector.vgg(network.file(), network.known(), runtime)));
        networks.inception().ifPresent(network -> plan.requireUntouched(network.file()));
        networks.vgg().ifPresent(network -> plan.requireUntouched(network.file()));
    }

    /** Loads the judge; the plan's generators are loaded on first use. */
    static EvaluationModels open(
            EvaluateOptions options, EvaluationNetworks networks, EvaluationPlan plan, StopCheck stop) {
        ModelFile.ClassifierFile judge = networks.judge().classifier();
        TorchRuntime runtime = TorchRuntime.open(options.compute.device(), options.compute.threads(), stop);
        try {
            plan.requireUntouched(judge.file().path());
            Classifier classifier = Classifier.open(judge, runtime);
            plan.requireUntouched(judge.file().path());
            return new EvaluationModels(runtime, classifier, classifier.featureMap(options.features), networks, plan);
        } catch (RuntimeException e) {
            runtime.close();
            throw e;
        }
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
            plan.requireUntouched(path);
            Generator generator = Generator.open(plan.content(path), runtime);
            plan.requireUntouched(path);
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
        detectors.inception().ifPresent(FeatureDetector::close);
        detectors.vgg().ifPresent(FeatureDetector::close);
        matrices.close();
        judge.close();
        runtime.close();
    }
}
