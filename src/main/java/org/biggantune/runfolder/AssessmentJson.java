package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.Measure;
import org.biggantune.metric.PairedComparison;
import org.biggantune.report.JsonFile;
import org.biggantune.tuning.Assessment;
import org.biggantune.tuning.Candidate;
import org.biggantune.tuning.Refusal;

/** What a class's {@code result.json} says of the candidate, its test and why it was refused; see {@link ClassResult}. */
final class AssessmentJson {
    private static final String TEST = "test";

    private AssessmentJson() {}

    static void put(ObjectNode json, Assessment assessment) {
        assessment.candidate().ifPresent(candidate -> json.set("candidate", json(candidate)));
        put(json, assessment.refusals());
        if (assessment.test().isPresent()) {
            json.set(TEST, json(assessment.test().get()));
        } else {
            json.putNull(TEST);
        }
    }

    /** Adds why a candidate is refused. */
    static void put(ObjectNode json, List<Refusal> refusals) {
        ArrayNode array = json.putArray("refusals");
        refusals.forEach(refusal -> array.add(json(refusal)));
    }

    private static ObjectNode json(Candidate candidate) {
        ObjectNode json = JsonFile.object()
                .put("start", candidate.start())
                .put("step", candidate.step())
                .put("interpolation", candidate.interpolation())
                .put("loss", candidate.loss());
        json.set("validation", ClassResult.json(candidate.scores()));
        return json;
    }

    private static ObjectNode json(Refusal refusal) {
        return JsonFile.object()
                .put("measure", name(refusal.measure()))
                .put("rule", rule(refusal.reason()))
                .put("before", refusal.before())
                .put("found", refusal.found())
                .put("limit", refusal.limit())
                .put(TEST, refusal.change().isPresent());
    }

    private static ObjectNode json(PairedComparison test) {
        ObjectNode json = JsonFile.object();
        json.set("candidate", ClassResult.json(test.after()));
        json.put("confidence", PairedComparison.CONFIDENCE).put("resamples", PairedComparison.RESAMPLES);
        ObjectNode change = json.putObject("change");
        change.putObject("classifier");
        boolean judged = test.after().judge().isPresent();
        if (judged) {
            change.putObject("judge");
        } else {
            change.putNull("judge");
        }
        for (Measure measure : Measure.values()) {
            if (judged || !measure.isJudges()) {
                String[] path = name(measure).split("[.]");
                ObjectNode parent = path.length == 1 ? change : (ObjectNode) change.get(path[0]);
                parent.set(path[path.length - 1], json(test.change(measure)));
            }
        }
        return json;
    }

    private static ObjectNode json(ConfidenceInterval change) {
        ObjectNode json = JsonFile.object().put("mean", change.mean());
        if (change.isBounded()) {
            return json.put("low", change.low()).put("high", change.high());
        }
        return json.putNull("low").putNull("high");
    }

    private static String rule(Refusal.Reason reason) {
        return switch (reason) {
            case NOT_HIGHER -> "not-higher";
            case TOO_SMALL -> "below-least-gain";
            case MAYBE_CHANCE -> "within-chance";
            case BELOW_LIMIT -> "below-limit";
        };
    }

    private static String name(Measure measure) {
        return switch (measure) {
            case CLASSIFIER_TOP1 -> "classifier.top1";
            case CLASSIFIER_PROBABILITY -> "classifier.probability";
            case JUDGE_TOP1 -> "judge.top1";
            case JUDGE_PROBABILITY -> "judge.probability";
            case PAIR_DIVERSITY -> "pairDiversity";
        };
    }
}
