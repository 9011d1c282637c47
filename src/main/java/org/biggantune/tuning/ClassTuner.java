package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.CollapseSettings;
import org.biggantune.domain.Diversity;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.Purpose;
import org.biggantune.domain.TuningSettings;
import org.biggantune.metric.Examiner;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.metric.SampleScores;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;

/** Tunes the embeddings of a generator's classes, one class at a time. Lends its models; not thread-safe. */
public final class ClassTuner {
    /** Where candidates are taken at the end of a start, besides where it led: back on the straight way to its beginning. */
    private static final double[] WALK_BACK = {0.9, 0.8, 0.7, 0.6, 0.5};

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
        TuningState state =
                from.orElseGet(() -> begin(subject, 0, select(new Parameters(original), target), List.of()));
        ObjectiveWeights weights = weights(subject, collapsed);
        while (state.start() < settings.start().starts()) {
            state = run(subject, weights, state, listener);
        }
        Optional<Candidate> winner = rule(collapsed, state.original()).choose(state.candidates());
        SampleScores before = report(new Parameters(original), target);
        float[] embedding = winner.map(Candidate::embedding).orElse(original);
        SampleScores after = winner.map(best -> report(new Parameters(embedding, best.noiseLayer()), target))
                .orElse(before);
        return new TuningResult(embedding, winner, before, after, relative, collapsed, state.stepsOfEarlierStarts());
    }

    private SelectionRule rule(boolean collapsed, SampleScores original) {
        if (settings.probabilityFloor().isPresent()) {
            return SelectionRule.diverse(original, settings.probabilityFloor().getAsDouble());
        }
        return collapsed
                ? SelectionRule.collapsed(original, settings.collapse().top1Loss())
                : SelectionRule.healthy(original, settings.selection().diversityFloor());
    }

    /** Measured only where something follows from it. */
    private OptionalDouble relativeDiversity(float[] row) {
        boolean counts = settings.diversity().kind() != Diversity.NONE
                && settings.collapse().below() > 0;
        return counts ? OptionalDouble.of(diversity.relative(row)) : OptionalDouble.empty();
    }

    private TuningState begin(TuningSubject subject, int start, SampleScores original, List<Candidate> candidates) {
        float[] initial = initial(subject, start);
        return new TuningState(start, 0, initial, Moments.zero(initial.length), original, candidates);
    }

    /** The embedding and, where it is trained, the noise layer at which a start begins. */
    private float[] initial(TuningSubject subject, int start) {
        float[] embedding = StartingPoint.of(generator.embeddings(), subject, start, settings);
        Optional<NoiseLayer> layer = settings.noiseLayer()
                ? Optional.of(NoiseLayer.identity(generator.metadata().latentSize()))
                : Optional.empty();
        return new Parameters(embedding, layer).numbers();
    }

    /** Goes from a state to the end of its start, perhaps an early one; returns the beginning of the next one. */
    private TuningState run(
            TuningSubject subject, ObjectiveWeights weights, TuningState from, TuningListener listener) {
        ClassLabel target = subject.target();
        Objective objective = objective(subject, weights);
        TuningLatents latents = latents(subject);
        int start = from.start();
        float[] initial = initial(subject, start);
        float[] parameters = from.parameters().clone();
        Adam adam = new Adam(from.moments(), settings.learningRate(), settings.weightDecay());
        List<Candidate> candidates = new ArrayList<>(from.candidates());
        Patience patience = new Patience(settings.selection().patience());
        Measure measure = new Measure(target, objective, initial, latents.heldOut(), listener);
        listener.onState(() -> from);
        if (from.step() == 0) {
            listener.onRow(start, 0, false, () -> parameters(part(initial, parameters, 1)));
        }
        int done = from.step();
        // A state may be that of a start which has just ended early.
        while (done < settings.steps() && !patience.exhausted(start, candidates)) {
            StepOutcome outcome = objective.evaluate(parameters, initial, latents.ofStep(done));
            adam.step(parameters, outcome.gradient(), settings.schedule().factor(done, settings.steps()));
            done++;
            int steps = done;
            listener.onStep(start, steps, outcome);
            boolean last = steps == settings.steps();
            if (last || steps % settings.selection().candidateEvery() == 0) {
                candidates.add(measure.candidate(start, steps, 1, parameters));
                last |= patience.exhausted(start, candidates);
            }
            if (last) {
                for (double share : WALK_BACK) {
                    candidates.add(measure.candidate(start, steps, share, parameters));
                }
            }
            listener.onRow(start, steps, last, () -> parameters(part(initial, parameters, 1)));
            listener.onState(
                    () -> new TuningState(start, steps, parameters, adam.moments(), from.original(), candidates));
        }
        if (done < settings.steps()) {
            listener.onEarlyEnd(start, done);
        }
        return start + 1 < settings.start().starts()
                ? begin(subject, start + 1, from.original(), candidates)
                : new TuningState(start + 1, 0, parameters, adam.moments(), from.original(), candidates);
    }

    /** Makes candidates of one start by measuring embeddings on held-out latents. */
    private final class Measure {
        private final ClassLabel target;
        private final Objective objective;
        private final float[] initial;
        private final List<LatentBatch> heldOut;
        private final TuningListener listener;

        Measure(
                ClassLabel target,
                Objective objective,
                float[] initial,
                List<LatentBatch> heldOut,
                TuningListener listener) {
            this.target = target;
            this.objective = objective;
            this.initial = initial;
            this.heldOut = heldOut;
            this.listener = listener;
        }

        Candidate candidate(int start, int step, double share, float[] parameters) {
            float[] clamped = part(initial, parameters, share);
            Parameters found = parameters(clamped);
            double loss = heldOut.stream()
                    .mapToDouble(batch -> objective.loss(clamped, initial, batch))
                    .average()
                    .orElseThrow();
            Candidate candidate = new Candidate(
                    start, step, share, found.embedding(), found.noiseLayer(), loss, select(found, target));
            listener.onCandidate(candidate);
            return candidate;
        }
    }

    /** A share of the way from a start's beginning to where it led, clamped as the generator sees it. */
    private float[] part(float[] initial, float[] parameters, double share) {
        int embeddingSize = generator.metadata().embeddingSize();
        float[] clamped = new float[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            float moved = (float) (initial[i] + share * (parameters[i] - initial[i]));
            clamped[i] = i < embeddingSize ? bounds.clamp(moved) : moved;
        }
        return clamped;
    }

    private Parameters parameters(float[] numbers) {
        return Parameters.of(
                numbers,
                generator.metadata().embeddingSize(),
                generator.metadata().latentSize());
    }

    private ObjectiveWeights weights(TuningSubject subject, boolean collapsed) {
        CollapseSettings collapse = settings.collapse();
        return new ObjectiveWeights(
                collapsed ? settings.diversity().withWeight(collapse.diversityWeight()) : settings.diversity(),
                collapsed ? collapse.proximity() : subject.hold().orElse(settings.proximity()));
    }

    private Objective objective(TuningSubject subject, ObjectiveWeights weights) {
        return new Objective(runtime, generator, classifier, classifier.label(subject.target()), weights, bounds);
    }

    private TuningLatents latents(TuningSubject subject) {
        return new TuningLatents(settings, subject.target().index(), generator.metadata());
    }

    private SampleScores select(Parameters row, ClassLabel target) {
        return scores(row, target, Purpose.HELD_OUT, settings.selection().selectionSamples());
    }

    private SampleScores report(Parameters row, ClassLabel target) {
        return scores(row, target, Purpose.JUDGING, settings.selection().reportSamples());
    }

    private SampleScores scores(Parameters row, ClassLabel target, Purpose purpose, int samples) {
        return evaluator.scores(row.embedding(), row.noiseLayer(), target, settings.seed(), purpose, samples);
    }
}
