package org.biggantune.command.tune;

import org.biggantune.domain.settings.OptimizationSettings;
import org.biggantune.domain.settings.Optimizer;
import org.biggantune.domain.settings.Schedule;
import picocli.CommandLine.Option;

/** The options of the optimiser; the defaults are in {@code configs/default.yaml}. */
final class OptimizationOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    @Option(
            names = "--optimizer",
            paramLabel = "KIND",
            description =
                    "adam: the last of Adam's steps is the result; averaged: the mean of steps of constant size is,"
                            + " proximal gradient steps for a class with a pull (--proximity), else Adam's" + DEFAULT)
    private Optimizer optimizer;

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "Learning rate" + DEFAULT)
    private double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "KIND",
            description =
                    "Schedule of Adam's learning rate, unless steps are averaged: ${COMPLETION-CANDIDATES}" + DEFAULT)
    private Schedule schedule;

    @Option(names = "--weight-decay", paramLabel = "FACTOR", description = "Weight decay (L2)" + DEFAULT)
    private double weightDecay;

    @Option(names = "--iterations", paramLabel = "N", description = "Number of batches of latents" + DEFAULT)
    private int iterations;

    @Option(names = "--steps-per-latents", paramLabel = "N", description = "Steps on each batch of latents" + DEFAULT)
    private int stepsPerLatents;

    @Option(names = "--batch", paramLabel = "N", description = "Latents per batch, an even number" + DEFAULT)
    private int batch;

    OptimizationSettings settings() {
        return new OptimizationSettings(
                optimizer, learningRate, schedule, weightDecay, iterations, stepsPerLatents, batch);
    }
}
