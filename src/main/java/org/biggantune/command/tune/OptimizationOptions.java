package org.biggantune.command.tune;

import org.biggantune.domain.settings.OptimizationSettings;
import org.biggantune.domain.settings.Schedule;
import picocli.CommandLine.Option;

/** The options of the optimiser; the defaults are in {@code configs/default.yaml}. */
final class OptimizationOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "Adam's learning rate" + DEFAULT)
    private double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "KIND",
            description = "Schedule of the learning rate: ${COMPLETION-CANDIDATES}" + DEFAULT)
    private Schedule schedule;

    @Option(names = "--weight-decay", paramLabel = "FACTOR", description = "Adam's weight decay (L2)" + DEFAULT)
    private double weightDecay;

    @Option(names = "--iterations", paramLabel = "N", description = "Number of batches of latents" + DEFAULT)
    private int iterations;

    @Option(names = "--steps-per-latents", paramLabel = "N", description = "Steps on each batch of latents" + DEFAULT)
    private int stepsPerLatents;

    @Option(names = "--batch", paramLabel = "N", description = "Latents per batch, an even number" + DEFAULT)
    private int batch;

    OptimizationSettings settings() {
        return new OptimizationSettings(learningRate, schedule, weightDecay, iterations, stepsPerLatents, batch);
    }
}
