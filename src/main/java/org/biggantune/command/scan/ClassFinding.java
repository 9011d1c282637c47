package org.biggantune.command.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.metric.ClassSurvey;
import org.biggantune.report.JsonFile;

/**
 * What was measured of a class, a line of {@code classes.jsonl}.
 *
 * @param label the class
 * @param top1 how often the classifier takes its samples for it
 * @param probability the mean probability that it gives them
 * @param confusedWith the classifier's label that comes second; the first where that is another than the class's own
 * @param distance the mean distance of pairs of samples, over their contrast
 * @param error its standard error
 * @param samples how many it was measured on
 */
record ClassFinding(
        ClassLabel label,
        double top1,
        double probability,
        String confusedWith,
        double distance,
        double error,
        int samples) {
    /** The finding of a survey. */
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

    /** The finding of a line; empty where it is none. */
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
