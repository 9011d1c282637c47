package org.biggantune.runfolder;

import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.jspecify.annotations.Nullable;

/**
 * The scores of samples, as in {@code result.json} and {@code events.jsonl}.
 *
 * @param classifier the classifier's score
 * @param judge the judge's score; null without a judge
 * @param pairDiversity see {@link SampleScores#pairDiversity}
 */
record ScoresFormat(Score classifier, @Nullable Score judge, double pairDiversity) {
    /**
     * The score by one classifier.
     *
     * @param top1 the fraction of samples for which the class has the highest probability
     * @param probability the mean probability of the class
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
