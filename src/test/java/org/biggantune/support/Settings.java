package org.biggantune.support;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversityReduction;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.Schedule;
import org.biggantune.domain.settings.SelectionSettings;
import org.biggantune.domain.settings.StartSettings;
import org.biggantune.domain.settings.TuningSettings;

/** Settings of a short tuning, each to be changed before {@link #build}. */
public final class Settings {
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
    public int validationSamples = 8;
    public int testSamples = 64;
    public double diversityFloor;
    public double leastGain;
    public CollapseSettings collapse = new CollapseSettings(0, 0, 0, 0);
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
                learningRate,
                schedule,
                weightDecay,
                proximity,
                iterations,
                stepsPerLatents,
                batch,
                new LoadSettings(microBatch, parallelParts, parallelStarts),
                new DiversitySettings(diversity, diversityWeight, diversityReduction, diversityFeatures),
                new StartSettings(initial, initialNoise, starts, rankingSamples, initialFile),
                noiseLayer,
                clamp,
                Preprocessing.STANDARD,
                new SelectionSettings(
                        evaluateEvery, patience, validationSamples, testSamples, diversityFloor, leastGain),
                collapse,
                probabilityFloor,
                seed);
    }
}
