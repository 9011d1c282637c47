package org.biggantune.support;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.settings.BackOff;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversityReduction;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.ObjectiveWeights;
import org.biggantune.domain.settings.OptimizationSettings;
import org.biggantune.domain.settings.Optimizer;
import org.biggantune.domain.settings.Schedule;
import org.biggantune.domain.settings.SelectionSettings;
import org.biggantune.domain.settings.StartSettings;
import org.biggantune.domain.settings.TuningSettings;

/** Settings of a short tuning, each to be changed before {@link #build}. */
public final class Settings {
    public Optimizer optimizer = Optimizer.ADAM;
    public double learningRate = 0.05;
    public Schedule schedule = Schedule.CONSTANT;
    public double weightDecay;
    public double proximity;
    public int iterations = 2;
    public int stepsPerLatents = 3;
    public int batch = 4;
    public int microBatch;
    public int parallelParts = 1;
    public int parallelStarts = 1;
    public Diversity diversity = Diversity.NONE;
    public double diversityWeight;
    public DiversityReduction diversityReduction = DiversityReduction.MEAN;
    public String diversityFeatures = DiversitySettings.STANDARD_FEATURES;
    public InitialEmbedding initial = InitialEmbedding.TARGET;
    public double initialNoise;
    public int starts = 1;
    public int rankingSamples = 4;
    public Optional<Path> initialFile = Optional.empty();
    public boolean noiseLayer;
    public Optional<EmbeddingBounds> clamp = Optional.empty();
    public int evaluateEvery = 2;
    public int patience;
    public BackOff backOff = BackOff.ALL;
    public int validationSamples = 8;
    public int testSamples = 64;
    public double diversityFloor;
    public double leastGain;
    public CollapseSettings collapse = new CollapseSettings(0, 1, 4, 0, 0, 0);
    public OptionalDouble probabilityFloor = OptionalDouble.empty();
    public long seed = 1;

    /** Two starts of ten steps that get nowhere: their second and third candidates are no better than the first. */
    public void stand() {
        learningRate = 1e-30;
        iterations = 5;
        stepsPerLatents = 2;
        starts = 2;
        initialNoise = 0.05;
        patience = 2;
    }

    /** The settings, checked. */
    public TuningSettings build() {
        return new TuningSettings(
                new OptimizationSettings(
                        optimizer, learningRate, schedule, weightDecay, iterations, stepsPerLatents, batch),
                new ObjectiveWeights(
                        new DiversitySettings(diversity, diversityWeight, diversityReduction, diversityFeatures),
                        proximity),
                new StartSettings(initial, initialNoise, starts, rankingSamples, initialFile),
                new SelectionSettings(
                        evaluateEvery,
                        patience,
                        backOff,
                        validationSamples,
                        testSamples,
                        leastGain,
                        diversityFloor,
                        probabilityFloor),
                collapse,
                new LoadSettings(microBatch, parallelParts, parallelStarts),
                noiseLayer,
                clamp,
                Preprocessing.STANDARD,
                seed);
    }

    /** The same as options of {@code improve}. */
    public List<String> arguments() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("optimizer", optimizer);
        options.put("learning-rate", learningRate);
        options.put("schedule", schedule);
        options.put("weight-decay", weightDecay);
        options.put("proximity", proximity);
        options.put("iterations", iterations);
        options.put("steps-per-latents", stepsPerLatents);
        options.put("batch", batch);
        options.put("micro-batch", microBatch);
        options.put("parallel-parts", parallelParts);
        options.put("parallel-starts", parallelStarts);
        options.put("diversity", diversity);
        options.put("diversity-weight", diversityWeight);
        options.put("diversity-reduction", diversityReduction);
        options.put("diversity-features", diversityFeatures);
        options.put("initial", initial);
        options.put("initial-noise", initialNoise);
        options.put("starts", starts);
        options.put("ranking-samples", rankingSamples);
        options.put("initial-file", initialFile.map(Path::toString).orElse("none"));
        options.put("noise-layer", noiseLayer);
        options.put(
                "clamp", clamp.map(range -> range.low() + "," + range.high()).orElse("auto"));
        options.put("evaluate-every", evaluateEvery);
        options.put("patience", patience);
        options.put("back-off", backOff);
        options.put("validation-samples", validationSamples);
        options.put("test-samples", testSamples);
        options.put("least-gain", leastGain);
        options.put("diversity-floor", diversityFloor);
        options.put("collapsed-below", collapse.below());
        options.put("collapsed-proximity", collapse.proximity());
        options.put("collapsed-diversity-weight", collapse.diversityWeight());
        options.put("collapsed-top1-loss", collapse.top1Loss());
        options.put("seed", seed);
        return options.entrySet().stream()
                .map(option -> "--" + option.getKey() + "=" + option.getValue())
                .toList();
    }
}
