package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Diversity;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.LatentKey;
import org.biggantune.domain.LatentStream;
import org.biggantune.domain.Purpose;
import org.biggantune.domain.TuningSettings;
import org.biggantune.metric.Examiner;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.metric.SampleScores;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;

/** Tunes the embeddings of a generator's classes, one class at a time. Lends its models; not thread-safe. */
public final class ClassTuner {
    private final TorchRuntime runtime;
    private final Generator generator;
    private final Examiner classifier;
    private final SampleEvaluator evaluator;
    private final TuningSettings settings;
    private final EmbeddingBounds bounds;

    /**
     * A tuner over lent models.
     *
     * @param runtime the device
     * @param generator whose embeddings
     * @param classifier whose confidence is raised
     * @param judge a second opinion, never used for gradients
     * @param settings how to tune
     */
    public ClassTuner(
            TorchRuntime runtime,
            Generator generator,
            Examiner classifier,
            Optional<Examiner> judge,
            TuningSettings settings) {
        this.runtime = runtime;
        this.generator = generator;
        this.classifier = classifier;
        this.evaluator = new SampleEvaluator(runtime, generator, classifier, judge);
        this.settings = settings;
        this.bounds = settings.clamp().orElseGet(() -> generator.embeddings().bounds());
    }

    /**
     * Tunes one class.
     *
     * @param subject the class and the row to beat
     * @param from the state of a tuning of the same class with the same settings that was stopped, if there is one
     * @param listener is told of every step
     * @throws org.biggantune.domain.DivergedException if the loss or a gradient is not finite
     */
    public TuningResult tune(TuningSubject subject, Optional<TuningState> from, TuningListener listener) {
        ClassLabel target = subject.target();
        float[] original = subject.original();
        TuningState state = from.orElseGet(() -> begin(subject, 0, select(original, target), List.of()));
        while (state.start() < settings.starts()) {
            state = run(subject, state, listener);
        }
        Optional<Candidate> winner = new SelectionRule(settings.diversityFloor(), settings.proximity())
                .choose(state.original(), state.candidates());
        SampleScores before = report(original, target);
        float[] embedding = winner.map(Candidate::embedding).orElse(original);
        SampleScores after = winner.isPresent() ? report(embedding, target) : before;
        return new TuningResult(embedding, winner, before, after, settings.starts() * settings.steps());
    }

    private TuningState begin(TuningSubject subject, int start, SampleScores original, List<Candidate> candidates) {
        float[] initial = StartingPoint.of(generator.embeddings(), subject, start, settings);
        return new TuningState(start, 0, initial, Moments.zero(initial.length), original, candidates);
    }

    /** Goes from a state to the end of its start; returns the beginning of the next one. */
    private TuningState run(TuningSubject subject, TuningState from, TuningListener listener) {
        ClassLabel target = subject.target();
        Objective objective =
                new Objective(runtime, generator, classifier, classifier.label(target), weights(), bounds);
        int start = from.start();
        float[] initial = StartingPoint.of(generator.embeddings(), subject, start, settings);
        float[] embedding = from.embedding().clone();
        Adam adam = new Adam(from.moments(), settings.learningRate(), settings.weightDecay());
        List<Candidate> candidates = new ArrayList<>(from.candidates());
        listener.onState(() -> from);
        for (int done = from.step(); done < settings.steps(); done++) {
            LatentBatch batch =
                    new LatentBatch(latents(target, done / settings.stepsPerLatents()), pairs(target, done));
            StepOutcome outcome = objective.evaluate(embedding, initial, batch);
            adam.step(embedding, outcome.gradient(), settings.schedule().factor(done, settings.steps()));
            int steps = done + 1;
            listener.onStep(start, steps, outcome);
            if (steps % settings.candidateEvery() == 0 || steps == settings.steps()) {
                Candidate candidate = candidate(target, start, steps, embedding, initial);
                candidates.add(candidate);
                listener.onCandidate(start, steps, candidate.scores());
            }
            listener.onState(
                    () -> new TuningState(start, steps, embedding, adam.moments(), from.original(), candidates));
        }
        return start + 1 < settings.starts()
                ? begin(subject, start + 1, from.original(), candidates)
                : new TuningState(start + 1, 0, embedding, adam.moments(), from.original(), candidates);
    }

    private Candidate candidate(ClassLabel target, int start, int step, float[] embedding, float[] initial) {
        float[] clamped = new float[embedding.length];
        for (int i = 0; i < embedding.length; i++) {
            clamped[i] = bounds.clamp(embedding[i]);
        }
        return new Candidate(start, step, clamped, movement(clamped, initial), select(clamped, target));
    }

    private static double movement(float[] embedding, float[] initial) {
        double squares = 0;
        for (int i = 0; i < embedding.length; i++) {
            squares += Math.pow((double) embedding[i] - initial[i], 2);
        }
        return squares;
    }

    private ObjectiveWeights weights() {
        return new ObjectiveWeights(settings.diversity(), settings.diversityWeight(), settings.proximity());
    }

    private SampleScores select(float[] embedding, ClassLabel target) {
        return evaluator.scores(embedding, target, settings.seed(), Purpose.HELD_OUT, settings.selectionSamples());
    }

    private SampleScores report(float[] embedding, ClassLabel target) {
        return evaluator.scores(embedding, target, settings.seed(), Purpose.JUDGING, settings.reportSamples());
    }

    /** The latents of an outer iteration, the same for every start. */
    private float[] latents(ClassLabel target, int iteration) {
        LatentKey key = new LatentKey(settings.seed(), Purpose.TUNING, target.index(), 0, iteration);
        return LatentStream.normals(key, settings.batch() * generator.metadata().latentSize());
    }

    private int[][] pairs(ClassLabel target, int step) {
        if (settings.diversity() == Diversity.NONE) {
            return new int[0][];
        }
        LatentKey key = new LatentKey(settings.seed(), Purpose.PAIRS, target.index(), 0, step);
        int[] order = LatentStream.permutation(key, settings.batch());
        int[][] pairs = new int[settings.batch() / 2][];
        for (int p = 0; p < pairs.length; p++) {
            pairs[p] = new int[] {order[2 * p], order[2 * p + 1]};
        }
        return pairs;
    }
}
