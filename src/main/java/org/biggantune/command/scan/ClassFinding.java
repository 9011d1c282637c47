package org.biggantune.command.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.metric.ClassSurvey;
import org.biggantune.report.JsonFile;

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
        ClassLabel label,
        double top1,
        double probability,
        String confusedWith,
        double distance,
        double error,
        int samples) {
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

    ObjectNode json() {
        ObjectNode json = JsonFile.object().put("index", label.index()).put("name", label.name());
        return json.put("top1", top1)
                .put("probability", probability)
                .put("confusedWith", confusedWith)
                .put("distance", distance)
                .put("distanceError", error)
                .put("samples", samples);
    }

    /** Reads a line; empty if it is invalid. */
    static Optional<ClassFinding> of(JsonNode json) {
        boolean whole = json.path("index").canConvertToInt()
                && json.path("index").asInt() >= 0
                && json.path("name").isTextual()
                && json.path("top1").isNumber()
                && json.path("probability").isNumber()
                && json.path("confusedWith").isTextual()
                && json.path("distance").isNumber()
                && json.path("distanceError").isNumber()
                && json.path("samples").isInt();
        return whole
                ? Optional.of(new ClassFinding(
                        new ClassLabel(
                                json.path("index").asInt(), json.path("name").asText()),
                        json.path("top1").asDouble(),
                        json.path("probability").asDouble(),
                        json.path("confusedWith").asText(),
                        json.path("distance").asDouble(),
                        json.path("distanceError").asDouble(),
                        json.path("samples").asInt()))
                : Optional.empty();
    }
}
