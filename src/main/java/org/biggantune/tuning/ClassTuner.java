package org.biggantune.tuning;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.ObjectiveWeights;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.metric.MeasuredSamples;
import org.biggantune.metric.PairedComparison;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.metric.SampleScores;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tunes the embeddings of a generator's classes, one class at a time. Borrows its models; not thread-safe. */
public final class ClassTuner {
    private static final Logger LOG = LoggerFactory.getLogger(ClassTuner.class);

    /** Steps per block on a GPU: their metrics are read together because every read stalls the device. */
    private static final int BLOCK_ON_GPU = 20;

    private final TorchRuntime runtime;
    private final Generator generator;
    private final ImageClassifier classifier;
    private final SampleEvaluator evaluator;
    private final PassMeter meter;
    private final TuningSettings settings;
    private final EmbeddingBounds bounds;
    private final EmbeddingDiversity diversity;
    private final int block;

    /**
     * Creates a tuner over borrowed models.
     *
     * @param runtime the device
     * @param generator the generator with the embeddings
     * @param classifier the classifier that the objective uses
     * @param judge a second opinion, never used for gradients
     * @param settings how to tune
     */
    public ClassTuner(
            TorchRuntime runtime,
            Generator generator,
            ImageClassifier classifier,
            Optional<ImageClassifier> judge,
            TuningSettings settings) {
        // On the CPU a step is complete when its call returns; reading each step costs nothing.
        this(runtime, generator, classifier, judge, settings, runtime.device().isGpu() ? BLOCK_ON_GPU : 1);
    }

    /** Creates a tuner that reads the metrics of {@code block} steps together. */
    ClassTuner(
            TorchRuntime runtime,
            Generator generator,
            ImageClassifier classifier,
            Optional<ImageClassifier> judge,
            TuningSettings settings,
            int block) {
        this.runtime = runtime;
        this.generator = generator;
        this.classifier = classifier;
        BatchLoop loop = new BatchLoop(runtime, settings.load());
        this.evaluator = new SampleEvaluator(loop, generator, classifier, judge);
        this.meter = new PassMeter(generator, classifier, judge);
        this.diversity = new EmbeddingDiversity(generator, evaluator, settings.seed());
        this.settings = settings;
        this.block = block;
        this.bounds = settings.clamp().orElseGet(() -> generator.embeddings().bounds());
    }

    /**
     * Tunes one class.
     *
     * @param subject the class and the embedding to beat
     * @param from the saved state of an interrupted tuning of the same class with the same settings, if there is one
     * @param listener is notified of progress
     * @throws org.biggantune.domain.failure.DivergedException if the loss or a gradient is not finite
     */
    public TuningResult tune(TuningSubject subject, Optional<TuningState> from, TuningListener listener) {
        ClassLabel target = subject.target();
        float[] original = subject.original();
        listener.onPhase(TuningPhase.BEFORE);
        EmbeddingDiversity.Measured measured = relativeDiversity(original);
        Optional<RelativeDiversity> relative = measured.relative();
        boolean collapsed = relative.filter(
                        found -> found.share() < settings.collapse().below())
                .isPresent();
        if (collapsed) {
            listener.onCollapsed(relative.orElseThrow());
        }
        TuningState state = from.orElseGet(() -> begin(subject));
        TuningSettings own = collapsed ? settings.ofCollapsed() : settings;
        ObjectiveWeights weights = weights(subject, own, collapsed);
        SampleScores validation = state.original().scores();
        Optional<RealLevel> level = collapsed ? Optional.empty() : subject.level();
        SelectionRule rule = rule(collapsed, validation, level, original);
        while (!rule.originalReachesLevel() && state.start() < settings.start().starts()) {
            ParallelRestarts group = group(subject, own, weights, state.original(), listener);
            List<Candidate> candidates = group.run(state, rule);
            state = begin(subject, group.next(state.start()), state.original(), candidates, group.passes());
        }
        listener.onPhase(TuningPhase.REPORT);
        ForwardPasses.Count drawn = meter.now();
        MeasuredSamples before = test(new TunedParameters(original), target);
        List<Candidate> candidates = state.candidates();
        Assessment assessment = rule.choose(candidates)
                .map(chosen -> assess(chosen, before, target, rule))
                .orElseGet(() -> Assessment.unchosen(rule, candidates));
        boolean changed = assessment.winner().isPresent();
        return new TuningResult(
                assessment.winner().map(Candidate::embedding).orElse(original),
                assessment,
                validation,
                before.scores(),
                changed ? assessment.test().orElseThrow().after() : before.scores(),
                relative,
                collapsed,
                level,
                state.stepsOfEarlierStarts(),
                state.passes()
                        .withChoosing(new ForwardPasses.Count(measured.images(), 0))
                        .withReport(meter.now().minus(drawn)));
    }

    private Assessment assess(Candidate chosen, MeasuredSamples before, ClassLabel target, SelectionRule rule) {
        MeasuredSamples after = test(new TunedParameters(chosen.embedding(), chosen.noiseLayer()), target);
        PairedComparison comparison = new PairedComparison(before, after, settings.seed(), target.index());
        VerdictRule verdict =
                new VerdictRule(rule.requirements(), settings.selection().leastGain());
        return Assessment.tested(chosen, comparison, verdict);
    }

    /**
     * Checks that a state can belong to a tuning by this tuner.
     *
     * @throws IllegalArgumentException if it cannot, with the reason
     */
    public void requireOwn(TuningState state) {
        state.requireOwn(
                settings,
                generator.metadata().embeddingSize(),
                generator.metadata().latentSize());
    }

    private SelectionRule rule(
            boolean collapsed, SampleScores validation, Optional<RealLevel> level, float[] original) {
        if (settings.selection().probabilityFloor().isPresent()) {
            return SelectionRule.diverse(
                    validation, settings.selection().probabilityFloor().getAsDouble());
        }
        if (collapsed) {
            return SelectionRule.collapsed(validation, settings.collapse().top1Loss());
        }
        SelectionRule rule =
                SelectionRule.healthy(validation, settings.selection().diversityFloor());
        return level.map(wanted -> rule.upTo(wanted, original)).orElse(rule);
    }

    /** Measures the diversity only if the settings treat collapsed classes differently. */
    private EmbeddingDiversity.Measured relativeDiversity(float[] embedding) {
        boolean counts = settings.objective().diversity().kind() != Diversity.NONE
                && settings.collapse().below() > 0;
        if (!counts) {
            return EmbeddingDiversity.Measured.NONE;
        }
        EmbeddingDiversity.Measured found =
                diversity.relative(embedding, settings.collapse().below());
        if (found.relative().isEmpty()) {
            LOG.info("cannot tell whether the class has collapsed: the generator has too few other classes with varied"
                    + " samples; the class is treated as healthy");
        }
        return found;
    }

    /** Returns the state before the first start. */
    private TuningState begin(TuningSubject subject) {
        ForwardPasses.Count before = meter.now();
        MeasuredSamples original = validate(new TunedParameters(subject.original()), subject.target());
        ForwardPasses passes = ForwardPasses.NONE.withChoosing(meter.now().minus(before));
        return begin(subject, 0, original, List.of(), passes);
    }

    /** Returns the state before the group that begins with {@code start}, or after the last group. */
    private TuningState begin(
            TuningSubject subject,
            int start,
            MeasuredSamples original,
            List<Candidate> candidates,
            ForwardPasses passes) {
        int end = Math.min(settings.start().starts(), start + settings.load().parallelStarts());
        List<float[]> beginnings =
                IntStream.range(start, end).mapToObj(s -> initial(subject, s)).toList();
        float[] parameters =
                new float[beginnings.stream().mapToInt(one -> one.length).sum()];
        int at = 0;
        for (float[] beginning : beginnings) {
            System.arraycopy(beginning, 0, parameters, at, beginning.length);
            at += beginning.length;
        }
        return new TuningState(
                start,
                0,
                IntStream.range(0, start).boxed().collect(Collectors.toSet()),
                parameters,
                OptimizerState.zero(parameters, settings.optimization().averaged()),
                original,
                candidates,
                passes);
    }

    /** Returns the initial embedding of a start, followed by the identity noise layer if one is trained. */
    private float[] initial(TuningSubject subject, int start) {
        float[] embedding = StartingPoint.of(generator.embeddings(), subject, start, settings);
        Optional<NoiseLayer> layer = settings.noiseLayer()
                ? Optional.of(NoiseLayer.identity(generator.metadata().latentSize()))
                : Optional.empty();
        return new TunedParameters(embedding, layer).numbers();
    }

    private ParallelRestarts group(
            TuningSubject subject,
            TuningSettings own,
            ObjectiveWeights weights,
            MeasuredSamples original,
            TuningListener listener) {
        ClassLabel target = subject.target();
        return new ParallelRestarts(
                runtime,
                new Objective(runtime, generator, classifier, classifier.label(target), weights, bounds),
                new TuningLatents(own, target.index(), generator.metadata()),
                own,
                new CandidateMeasure(
                        generator.metadata(), classifier, evaluator, target, own, weights, bounds, original),
                meter,
                block,
                start -> initial(subject, start),
                listener);
    }

    private ObjectiveWeights weights(TuningSubject subject, TuningSettings own, boolean collapsed) {
        ObjectiveWeights weights = own.objective();
        return collapsed || subject.anchor().isEmpty()
                ? weights
                : new ObjectiveWeights(weights.diversity(), subject.anchor().getAsDouble());
    }

    private MeasuredSamples validate(TunedParameters parameters, ClassLabel target) {
        int samples = settings.selection().validationSamples();
        return evaluator.measure(
                parameters.embedding(),
                parameters.noiseLayer(),
                target,
                settings.seed(),
                StreamPurpose.VALIDATION,
                samples);
    }

    private MeasuredSamples test(TunedParameters parameters, ClassLabel target) {
        int samples = settings.selection().testSamples();
        return evaluator.measure(
                parameters.embedding(), parameters.noiseLayer(), target, settings.seed(), StreamPurpose.TEST, samples);
    }
}
