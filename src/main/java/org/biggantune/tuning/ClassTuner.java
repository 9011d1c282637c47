package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.CollapseSettings;
import org.biggantune.domain.Diversity;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.Purpose;
import org.biggantune.domain.TuningSettings;
import org.biggantune.metric.Examiner;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.metric.SampleScores;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;

/** Tunes the embeddings of a generator's classes, one class at a time. Lends its models; not thread-safe. */
public final class ClassTuner {
    private static final double[] WHERE_IT_LED = {1};

    /** Where candidates are taken at the end of a start: where it led, and back on the straight way to its beginning. */
    private static final double[] WALK_BACK = {1, 0.9, 0.8, 0.7, 0.6, 0.5};

    private final TorchRuntime runtime;
    private final Generator generator;
    private final Examiner classifier;
    private final SampleEvaluator evaluator;
    private final TuningSettings settings;
    private final EmbeddingBounds bounds;
    private final RowDiversity diversity;

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
        this.diversity = new RowDiversity(generator, evaluator, settings.seed());
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
        OptionalDouble relative = relativeDiversity(original);
        boolean collapsed = relative.isPresent()
                && relative.getAsDouble() < settings.collapse().below();
        TuningState state = from.orElseGet(() -> begin(subject, 0, select(original, target), List.of()));
        while (state.start() < settings.starts()) {
            state = run(subject, weights(collapsed), state, listener);
        }
        SelectionRule rule = collapsed
                ? SelectionRule.collapsed(state.original(), settings.collapse().top1Loss())
                : SelectionRule.healthy(state.original(), settings.diversityFloor());
        Optional<Candidate> winner = rule.choose(state.candidates());
        SampleScores before = report(original, target);
        float[] embedding = winner.map(Candidate::embedding).orElse(original);
        SampleScores after = winner.isPresent() ? report(embedding, target) : before;
        int steps = settings.starts() * settings.steps();
        return new TuningResult(embedding, winner, before, after, relative, collapsed, steps);
    }

    /** Measured only where something follows from it. */
    private OptionalDouble relativeDiversity(float[] row) {
        boolean counts =
                settings.diversity() != Diversity.NONE && settings.collapse().below() > 0;
        return counts ? OptionalDouble.of(diversity.relative(row)) : OptionalDouble.empty();
    }

    private TuningState begin(TuningSubject subject, int start, SampleScores original, List<Candidate> candidates) {
        float[] initial = StartingPoint.of(generator.embeddings(), subject, start, settings);
        return new TuningState(start, 0, initial, Moments.zero(initial.length), original, candidates);
    }

    /** Goes from a state to the end of its start; returns the beginning of the next one. */
    private TuningState run(
            TuningSubject subject, ObjectiveWeights weights, TuningState from, TuningListener listener) {
        ClassLabel target = subject.target();
        Objective objective = new Objective(runtime, generator, classifier, classifier.label(target), weights, bounds);
        TuningLatents latents = new TuningLatents(settings, target.index(), generator.metadata());
        int start = from.start();
        float[] initial = StartingPoint.of(generator.embeddings(), subject, start, settings);
        float[] embedding = from.embedding().clone();
        Adam adam = new Adam(from.moments(), settings.learningRate(), settings.weightDecay());
        List<Candidate> candidates = new ArrayList<>(from.candidates());
        listener.onState(() -> from);
        for (int done = from.step(); done < settings.steps(); done++) {
            StepOutcome outcome = objective.evaluate(embedding, initial, latents.ofStep(done));
            adam.step(embedding, outcome.gradient(), settings.schedule().factor(done, settings.steps()));
            int steps = done + 1;
            listener.onStep(start, steps, outcome);
            if (steps % settings.candidateEvery() == 0 || steps == settings.steps()) {
                Measure measure = new Measure(target, objective, initial, latents.heldOut());
                for (double share : steps == settings.steps() ? WALK_BACK : WHERE_IT_LED) {
                    Candidate candidate = measure.candidate(start, steps, share, embedding);
                    candidates.add(candidate);
                    listener.onCandidate(candidate);
                }
            }
            listener.onState(
                    () -> new TuningState(start, steps, embedding, adam.moments(), from.original(), candidates));
        }
        return start + 1 < settings.starts()
                ? begin(subject, start + 1, from.original(), candidates)
                : new TuningState(start + 1, 0, embedding, adam.moments(), from.original(), candidates);
    }

    /** Makes candidates of one start by measuring embeddings on held-out latents. */
    private final class Measure {
        private final ClassLabel target;
        private final Objective objective;
        private final float[] initial;
        private final List<LatentBatch> heldOut;

        Measure(ClassLabel target, Objective objective, float[] initial, List<LatentBatch> heldOut) {
            this.target = target;
            this.objective = objective;
            this.initial = initial;
            this.heldOut = heldOut;
        }

        Candidate candidate(int start, int step, double share, float[] embedding) {
            float[] clamped = new float[embedding.length];
            for (int i = 0; i < embedding.length; i++) {
                clamped[i] = bounds.clamp((float) (initial[i] + share * (embedding[i] - initial[i])));
            }
            double loss = heldOut.stream()
                    .mapToDouble(batch -> objective.loss(clamped, initial, batch))
                    .average()
                    .orElseThrow();
            return new Candidate(start, step, share, clamped, loss, select(clamped, target));
        }
    }

    private ObjectiveWeights weights(boolean collapsed) {
        CollapseSettings collapse = settings.collapse();
        return new ObjectiveWeights(
                settings.diversity(),
                collapsed ? collapse.diversityWeight() : settings.diversityWeight(),
                collapsed ? collapse.proximity() : settings.proximity());
    }

    private SampleScores select(float[] embedding, ClassLabel target) {
        return evaluator.scores(embedding, target, settings.seed(), Purpose.HELD_OUT, settings.selectionSamples());
    }

    private SampleScores report(float[] embedding, ClassLabel target) {
        return evaluator.scores(embedding, target, settings.seed(), Purpose.JUDGING, settings.reportSamples());
    }
}
