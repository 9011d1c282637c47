package org.biggantune.tuning;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.Generator;

/** Counts the images that have passed through a tuning's models. */
final class PassMeter {
    private final Generator generator;
    private final Set<ImageClassifier> classifiers = new LinkedHashSet<>();

    PassMeter(Generator generator, ImageClassifier classifier, Optional<ImageClassifier> judge) {
        this.generator = generator;
        classifiers.add(classifier);
        judge.ifPresent(classifiers::add);
    }

    /** Returns the count since the models were opened; only differences are meaningful. */
    ForwardPasses.Count now() {
        return new ForwardPasses.Count(
                generator.drawn(),
                classifiers.stream().mapToLong(ImageClassifier::seen).sum());
    }

    /** Runs an action and returns the images it processed. */
    ForwardPasses.Count during(Runnable work) {
        ForwardPasses.Count before = now();
        work.run();
        return now().minus(before);
    }
}
