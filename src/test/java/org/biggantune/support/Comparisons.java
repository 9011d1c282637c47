package org.biggantune.support;

import java.util.Collections;
import org.biggantune.metric.ComparisonIntervals;
import org.biggantune.metric.MeasuredSamples;
import org.biggantune.metric.PairedComparison;
import org.biggantune.metric.SampleScores;

/** Comparisons of embeddings that nobody has measured. */
public final class Comparisons {
    private Comparisons() {}

    /** Samples whose pairs are all alike. */
    public static MeasuredSamples samples(SampleScores scores, int pairs) {
        return new MeasuredSamples(scores, Collections.nCopies(pairs, scores));
    }

    /** The comparison of an embedding with itself. */
    public static ComparisonIntervals same(SampleScores scores, int pairs) {
        MeasuredSamples samples = samples(scores, pairs);
        return new PairedComparison(samples, samples, 0, 0).intervals();
    }
}
