package org.biggantune.tuning;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.Generator;

/** Reads how many images have gone through a tuning's models so far. */
final class PassMeter {
    private final Generator generator;
    private final Set<ImageClassifier> classifiers = new LinkedHashSet<>();

    PassMeter(Generator generator, ImageClassifier classifier, Optional<ImageClassifier> judge) {
        this.generator = generator;
        classifiers.add(classifier);
        judge.ifPresent(classifiers::add);
    }

    /** The count since the models were opened; of use where two are subtracted. */
    ForwardPasses.Count now() {
        return new ForwardPasses.Count(
                generator.drawn(),
                classifiers.stream().mapToLong(ImageClassifier::seen).sum());
    }

    /** The count of what something draws. */
    ForwardPasses.Count during(Runnable work) {
        ForwardPasses.Count before = now();
        work.run();
        return now().minus(before);
    }
}
