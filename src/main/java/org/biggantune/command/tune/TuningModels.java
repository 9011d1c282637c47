package org.biggantune.command.tune;

import java.util.Optional;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.io.OpenResources;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.ImageSampler;
import org.biggantune.model.ModelFile;
import org.biggantune.model.TorchRuntime;
import org.biggantune.tuning.BatchParts;
import org.biggantune.tuning.ClassTuner;
import org.biggantune.tuning.ParallelRestartCount;

/** The loaded models and the objects built on them. A judge that equals the classifier is loaded once. The caller closes it. */
final class TuningModels implements AutoCloseable {
    private final OpenResources open = new OpenResources();

    private final TorchRuntime runtime;
    private final Generator generator;
    private final ImageClassifier examiner;
    private final TuningSettings tuning;
    private final ClassTuner tuner;
    private final ClassPictures pictures;

    private TuningModels(TuningOptions options, ModelSet models, RecordedLoad recorded, StopCheck stop) {
        boolean loaded = false;
        try {
            runtime = open.own(TorchRuntime.open(options.compute.device(), options.compute.threads(), stop));
            // A file replaced by now must be reported as changed before it is loaded.
            models.requireUntouched();
            generator = open.own(Generator.open(models.content(), runtime));
            examiner = examiner(models.classifier(), options);
            Optional<ImageClassifier> judging = models.judgeIsClassifier()
                    ? Optional.of(examiner)
                    : models.judging().map(file -> examiner(file, options));
            models.requireUntouched();
            tuning = options.settings(known(options.settings(), recorded));
            tuner = new ClassTuner(runtime, generator, examiner, judging, tuning);
            pictures = new ClassPictures(
                    new ImageSampler(new BatchLoop(runtime, tuning.load()), generator),
                    generator,
                    tuning.seed(),
                    options.run.grid);
            loaded = true;
        } finally {
            if (!loaded) {
                close();
            }
        }
    }

    /**
     * Loads libtorch and the models.
     *
     * @param recorded the degree of parallelism that the run has recorded
     * @param stop stops all computations with the models
     * @throws org.biggantune.domain.failure.BigganTuneException if the device or a model cannot be used
     * @throws org.biggantune.domain.failure.SettingsConflictException if a model's file changed since its digest was taken
     */
    static TuningModels open(TuningOptions options, ModelSet models, RecordedLoad recorded, StopCheck stop) {
        return new TuningModels(options, models, recorded, stop);
    }

    /** Resolves the degree of parallelism that is left to the device or was recorded by an earlier process. */
    private LoadSettings known(TuningSettings asked, RecordedLoad recorded) {
        int batch = asked.optimization().batch();
        LoadSettings load = asked.load().inParts(BatchParts.known(asked.load(), batch, recorded.parts(), runtime));
        return load.together(ParallelRestartCount.known(asked, load, recorded.starts(), runtime, generator, examiner));
    }

    private ImageClassifier examiner(ModelFile.ClassifierFile file, TuningOptions options) {
        Classifier classifier = open.own(Classifier.open(file, runtime));
        int resolution = generator.metadata().resolution();
        return open.own(new ImageClassifier(
                runtime, classifier, resolution, options.settings().preprocessing()));
    }

    TorchRuntime runtime() {
        return runtime;
    }

    Generator generator() {
        return generator;
    }

    ImageClassifier examiner() {
        return examiner;
    }

    /** Returns the settings, with the degree of parallelism resolved. */
    TuningSettings tuning() {
        return tuning;
    }

    ClassTuner tuner() {
        return tuner;
    }

    ClassPictures pictures() {
        return pictures;
    }

    @Override
    public void close() {
        open.close();
    }
}
