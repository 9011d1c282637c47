package org.biggantune.runfolder;

import java.util.Map;
import java.util.Objects;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.Measure;
import org.jspecify.annotations.Nullable;

/**
 * The confidence interval of each measure, as in {@code result.json} and {@code events.jsonl}.
 *
 * @param classifier the classifier's measures
 * @param judge the judge's measures; null without a judge
 * @param pairDiversity the pair diversity
 */
record IntervalsFormat(Score classifier, @Nullable Score judge, Interval pairDiversity) {
    /** The intervals of one classifier's measures. */
    record Score(Interval top1, Interval probability) {
        private static Score of(Map<Measure, ConfidenceInterval> found, Measure top1, Measure probability) {
            return new Score(Interval.of(found, top1), Interval.of(found, probability));
        }
    }

    /** A mean and its confidence interval; the ends are null if there are too few latents. */
    record Interval(
            double mean, @Nullable Double low, @Nullable Double high) {
        private static Interval of(Map<Measure, ConfidenceInterval> found, Measure measure) {
            ConfidenceInterval interval = Objects.requireNonNull(found.get(measure));
            return interval.isBounded()
                    ? new Interval(interval.mean(), interval.low(), interval.high())
                    : new Interval(interval.mean(), null, null);
        }
    }

    static IntervalsFormat of(Map<Measure, ConfidenceInterval> found) {
        return new IntervalsFormat(
                Score.of(found, Measure.CLASSIFIER_TOP1, Measure.CLASSIFIER_PROBABILITY),
                found.containsKey(Measure.JUDGE_TOP1)
                        ? Score.of(found, Measure.JUDGE_TOP1, Measure.JUDGE_PROBABILITY)
                        : null,
                Interval.of(found, Measure.PAIR_DIVERSITY));
    }
}
