package org.biggantune.support;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Preprocessing;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** For tests on the generator and the classifier that come with the tool: opened once for a class of tests. */
public abstract class ShippedModels {
    protected static TorchRuntime runtime;
    protected static Generator generator;
    protected static ImageClassifier examiner;
    private static Classifier classifier;

    @BeforeAll
    static void openModels() {
        runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
        generator = Generator.open(Path.of("models", "demo.pt"), Optional.empty(), runtime);
        classifier = Classifier.open(Path.of("models", "demo-classifier.pt"), Optional.empty(), runtime);
        examiner = new ImageClassifier(runtime, classifier, generator.metadata().resolution(), Preprocessing.STANDARD);
    }

    @AfterAll
    static void closeModels() {
        examiner.close();
        classifier.close();
        generator.close();
        runtime.close();
    }
}
