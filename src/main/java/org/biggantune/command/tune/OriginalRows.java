package org.biggantune.command.tune;

import java.util.Map;
import java.util.OptionalDouble;
import org.biggantune.domain.ClassLabel;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;

/** Says which rows of a generator classes start at and have to beat. */
@FunctionalInterface
interface OriginalRows {
    /** Every class is a row of the generator itself. */
    OriginalRows OWN = (runtime, generator, classifier) -> Map.of();

    /**
     * Finds rows of the generator.
     *
     * @param runtime the device
     * @param generator the generator, lent
     * @param classifier the classifier, lent
     * @return class to row; a class that is missing is a row of the generator itself
     */
    Map<ClassLabel, ClassLabel> find(TorchRuntime runtime, Generator generator, ImageClassifier classifier);

    /**
     * λ for a class that is to stay near its row, as {@link org.biggantune.tuning.TuningSubject#anchor} says.
     *
     * @param label the class
     * @param row the row of the generator that it starts at
     */
    default OptionalDouble anchor(ClassLabel label, ClassLabel row) {
        return OptionalDouble.empty();
    }
}
