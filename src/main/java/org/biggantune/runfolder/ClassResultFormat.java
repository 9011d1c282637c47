package org.biggantune.runfolder;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.biggantune.domain.ClassLabel;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.Measure;
import org.biggantune.metric.PairedComparison;
import org.biggantune.tuning.Assessment;
import org.biggantune.tuning.ForwardPasses;
import org.biggantune.tuning.RelativeDiversity;
import org.biggantune.tuning.TuningResult;
import org.jspecify.annotations.Nullable;

/** The keys of {@code result.json} in their order; {@link ClassResult} says what they mean. Null is what is not known. */
record ClassResultFormat(
        @JsonProperty("class") ClassLabel label,
        @JsonInclude(Include.NON_NULL) @Nullable ClassLabel startRow,
        String verdict,
        boolean improved,
        String reason,
        ScoresFormat before,
        ScoresFormat after,
        double seconds,
        @JsonUnwrapped PeakMemory peak,
        int steps,
        Passes forwardPasses,
        Passes classifierPasses,
        @JsonInclude(Include.NON_NULL) @Nullable Double relativeDiversity,
        @JsonInclude(Include.NON_NULL) @Nullable Double relativeDiversityError,
        boolean collapsed,
        boolean noiseLayer,
        ScoresFormat validation,
        @JsonInclude(Include.NON_NULL) @Nullable Candidate candidate,
        List<RefusalFormat> refusals,
        @Nullable Test test) {

    /** Images by what they went through the models for. */
    record Passes(long tuning, long choosing, long report) {
        private static Passes of(ForwardPasses passes, ToLongFunction<ForwardPasses.Count> images) {
            return new Passes(
                    images.applyAsLong(passes.tuning()),
                    images.applyAsLong(passes.choosing()),
                    images.applyAsLong(passes.report()));
        }
    }

    /** The candidate that was tested, or would have been. */
    record Candidate(int start, int step, double interpolation, double loss, ScoresFormat validation) {
        private static Candidate of(org.biggantune.tuning.Candidate candidate) {
            return new Candidate(
                    candidate.start(),
                    candidate.step(),
                    candidate.interpolation(),
                    candidate.loss(),
                    ScoresFormat.of(candidate.scores()));
        }
    }

    /** The candidate beside the original row on the test latents. */
    record Test(ScoresFormat candidate, double confidence, int resamples, Change change) {
        private static Test of(PairedComparison test) {
            boolean judged = test.after().judge().isPresent();
            Change change = new Change(
                    new ScoreChange(
                            Interval.of(test.change(Measure.CLASSIFIER_TOP1)),
                            Interval.of(test.change(Measure.CLASSIFIER_PROBABILITY))),
                    judged
                            ? new ScoreChange(
                                    Interval.of(test.change(Measure.JUDGE_TOP1)),
                                    Interval.of(test.change(Measure.JUDGE_PROBABILITY)))
                            : null,
                    Interval.of(test.change(Measure.PAIR_DIVERSITY)));
            return new Test(
                    ScoresFormat.of(test.after()), PairedComparison.CONFIDENCE, PairedComparison.RESAMPLES, change);
        }
    }

    /** The change of each measure. */
    record Change(ScoreChange classifier, @Nullable ScoreChange judge, Interval pairDiversity) {}

    /** The change of one classifier's measures. */
    record ScoreChange(Interval top1, Interval probability) {}

    /** A mean and its confidence interval, whose ends are null where there are too few latents to tell. */
    record Interval(
            double mean, @Nullable Double low, @Nullable Double high) {
        private static Interval of(ConfidenceInterval change) {
            return change.isBounded()
                    ? new Interval(change.mean(), change.low(), change.high())
                    : new Interval(change.mean(), null, null);
        }
    }

    static ClassResultFormat of(
            ClassLabel label, Optional<ClassLabel> startRow, TuningResult result, double seconds, PeakMemory peak) {
        Assessment assessment = result.assessment();
        Optional<RelativeDiversity> relative = result.relativeDiversity();
        return new ClassResultFormat(
                label,
                startRow.orElse(null),
                ClassResult.label(assessment.verdict()),
                result.improved(),
                VerdictText.reason(assessment),
                ScoresFormat.of(result.before()),
                ScoresFormat.of(result.after()),
                seconds,
                peak,
                result.steps(),
                Passes.of(result.passes(), ForwardPasses.Count::generator),
                Passes.of(result.passes(), ForwardPasses.Count::classifiers),
                relative.map(RelativeDiversity::share).orElse(null),
                relative.map(RelativeDiversity::error).orElse(null),
                result.collapsed(),
                result.noiseLayer().isPresent(),
                ScoresFormat.of(result.validation()),
                assessment.candidate().map(Candidate::of).orElse(null),
                RefusalFormat.of(assessment.refusals()),
                assessment.test().map(Test::of).orElse(null));
    }
}
