package org.biggantune.runfolder;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.biggantune.domain.ClassLabel;
import org.biggantune.metric.ComparisonIntervals;
import org.biggantune.metric.PairedComparison;
import org.biggantune.tuning.Assessment;
import org.biggantune.tuning.ForwardPasses;
import org.biggantune.tuning.RealLevel;
import org.biggantune.tuning.RelativeDiversity;
import org.biggantune.tuning.TuningResult;
import org.jspecify.annotations.Nullable;

/** The keys of {@code result.json} in order, explained in {@link ClassResult}. Unknown values are null. */
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
        @JsonInclude(Include.NON_NULL) @Nullable Level realLevel,
        boolean noiseLayer,
        ScoresFormat validation,
        @JsonInclude(Include.NON_NULL) @Nullable Candidate candidate,
        List<RefusalFormat> refusals,
        @Nullable Test test) {

    /** Images passed through the models, by purpose. */
    record Passes(long tuning, long choosing, long report) {
        private static Passes of(ForwardPasses passes, ToLongFunction<ForwardPasses.Count> images) {
            return new Passes(
                    images.applyAsLong(passes.tuning()),
                    images.applyAsLong(passes.choosing()),
                    images.applyAsLong(passes.report()));
        }
    }

    /** The level of real images. */
    record Level(String measure, double value) {
        private static Level of(RealLevel level) {
            return new Level(RefusalFormat.name(level.measure()), level.value());
        }
    }

    /** The candidate that was tested, or the best one if none was. */
    record Candidate(
            int start,
            int step,
            double interpolation,
            double loss,
            ScoresFormat validation,
            @JsonUnwrapped Comparison comparison) {
        private static Candidate of(org.biggantune.tuning.Candidate candidate) {
            return new Candidate(
                    candidate.start(),
                    candidate.step(),
                    candidate.interpolation(),
                    candidate.loss(),
                    ScoresFormat.of(candidate.scores()),
                    Comparison.of(candidate.comparison()));
        }
    }

    /** The comparison of the candidate with the original embedding on the test latents. */
    record Test(ScoresFormat candidate, @JsonUnwrapped Comparison comparison) {
        private static Test of(PairedComparison test) {
            return new Test(ScoresFormat.of(test.after()), Comparison.of(test.intervals()));
        }
    }

    /** The intervals of a comparison with the original embedding. */
    record Comparison(
            double confidence,
            int resamples,
            IntervalsFormat change,
            IntervalsFormat originalIntervals,
            IntervalsFormat candidateIntervals) {
        private static Comparison of(ComparisonIntervals found) {
            return new Comparison(
                    PairedComparison.CONFIDENCE,
                    PairedComparison.RESAMPLES,
                    IntervalsFormat.of(found.change()),
                    IntervalsFormat.of(found.before()),
                    IntervalsFormat.of(found.after()));
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
                VerdictText.reason(result),
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
                result.level().map(Level::of).orElse(null),
                result.noiseLayer().isPresent(),
                ScoresFormat.of(result.validation()),
                assessment.candidate().map(Candidate::of).orElse(null),
                RefusalFormat.of(assessment.refusals()),
                assessment.test().map(Test::of).orElse(null));
    }
}
