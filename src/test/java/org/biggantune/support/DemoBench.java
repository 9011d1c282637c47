package org.biggantune.support;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Preprocessing;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;

/**
 * The demo models, open on the CPU. The caller closes it.
 *
 * @param runtime the CPU
 * @param generator the demo generator
 * @param classifier the demo classifier
 * @param judge the demo judge
 * @param examiner the classifier behind its preparation
 * @param judgeExaminer the judge behind its preparation
 */
public record DemoBench(
        TorchRuntime runtime,
        Generator generator,
        Classifier classifier,
        Classifier judge,
        ImageClassifier examiner,
        ImageClassifier judgeExaminer)
        implements AutoCloseable {

    /** Imports the demo models into a folder and opens them. */
    public static DemoBench open(Path folder, Preprocessing preprocessing) {
        return open(folder, preprocessing, Graph.FOLDED);
    }

    /** Imports the demo models into a folder, the generator with some graph, and opens them. */
    public static DemoBench open(Path folder, Preprocessing preprocessing, Graph graph) {
        Path generatorFile = DemoModels.generator(folder, graph);
        Path classifierFile = DemoModels.classifier(folder);
        Path judgeFile = DemoModels.judge(folder);
        TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
        Generator generator = Generator.open(generatorFile, Optional.empty(), runtime);
        Classifier classifier = Classifier.open(classifierFile, Optional.empty(), runtime);
        Classifier judge = Classifier.open(judgeFile, Optional.empty(), runtime);
        int resolution = generator.metadata().resolution();
        return new DemoBench(
                runtime,
                generator,
                classifier,
                judge,
                new ImageClassifier(runtime, classifier, resolution, preprocessing),
                new ImageClassifier(runtime, judge, resolution, preprocessing));
    }

    @Override
    public void close() {
        judgeExaminer.close();
        examiner.close();
        judge.close();
        classifier.close();
        generator.close();
        runtime.close();
    }
}
