package org.biggantune.command.tune;

import org.biggantune.domain.settings.OptimizationSettings;
import org.biggantune.domain.settings.Schedule;
import picocli.CommandLine.Option;

/** How Adam walks; every default is in {@code configs/default.yaml}. */
final class OptimizationOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "Adam's step size" + DEFAULT)
    private double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "KIND",
            description = "How the step size goes on: ${COMPLETION-CANDIDATES}" + DEFAULT)
    private Schedule schedule;

    @Option(names = "--weight-decay", paramLabel = "FACTOR", description = "Adam's L2 pull towards zero" + DEFAULT)
    private double weightDecay;

    @Option(names = "--iterations", paramLabel = "N", description = "Batches of latents" + DEFAULT)
    private int iterations;

    @Option(names = "--steps-per-latents", paramLabel = "N", description = "Steps on each batch of latents" + DEFAULT)
    private int stepsPerLatents;

    @Option(names = "--batch", paramLabel = "N", description = "Latents in a batch, an even number" + DEFAULT)
    private int batch;

    OptimizationSettings settings() {
        return new OptimizationSettings(learningRate, schedule, weightDecay, iterations, stepsPerLatents, batch);
    }
}
