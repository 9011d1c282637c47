package org.biggantune.runfolder;

import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.jspecify.annotations.Nullable;

/**
 * Measures of samples, as {@code result.json} and {@code events.jsonl} have them.
 *
 * @param classifier as the classifier sees them
 * @param judge as the judge does; null without one
 * @param pairDiversity see {@link SampleScores#pairDiversity}
 */
record ScoresFormat(Score classifier, @Nullable Score judge, double pairDiversity) {
    /**
     * What one classifier says.
     *
     * @param top1 the share of samples whose most probable label is the class's
     * @param probability the mean probability of that label
     */
    record Score(double top1, double probability) {
        private static Score of(ClassifierScore score) {
            return new Score(score.top1(), score.probability());
        }
    }

    static ScoresFormat of(SampleScores scores) {
        return new ScoresFormat(
                Score.of(scores.classifier()), scores.judge().map(Score::of).orElse(null), scores.pairDiversity());
    }
}
