package org.biggantune.command.scan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;
import org.biggantune.domain.ClassLabel;
import org.biggantune.metric.ClassSurvey;

/**
 * The measurements of a class, a line of {@code classes.jsonl}.
 *
 * @param label the class
 * @param top1 the fraction of samples that the classifier assigns to the class
 * @param probability the mean probability of the class
 * @param confusedWith the most probable label other than the class
 * @param distance the mean distance of pairs of samples, divided by their contrast
 * @param error the standard error of that
 * @param samples the number of samples
 */
record ClassFinding(
        @JsonUnwrapped ClassLabel label,
        double top1,
        double probability,
        String confusedWith,
        double distance,
        @JsonProperty("distanceError") double error,
        int samples) {
    /** Requires the label, which Jackson leaves out if a line has none. */
    ClassFinding {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(confusedWith, "confusedWith");
    }

    /** Computes the measurements from a survey. */
    static ClassFinding of(ClassLabel label, ClassSurvey survey, String confusedWith) {
        float[] distances = survey.distances();
        double mean = mean(distances);
        double squares = 0;
        for (float distance : distances) {
            squares += (distance - mean) * (distance - mean);
        }
        double error = Math.sqrt(squares / (distances.length - 1) / distances.length);
        return new ClassFinding(
                label,
                survey.score().top1(),
                survey.score().probability(),
                confusedWith,
                mean,
                error,
                2 * distances.length);
    }

    private static double mean(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }
}
