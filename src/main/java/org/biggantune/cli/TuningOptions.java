package org.biggantune.cli;

import java.util.Optional;
import org.biggantune.domain.CollapseSettings;
import org.biggantune.domain.Diversity;
import org.biggantune.domain.DiversityReduction;
import org.biggantune.domain.DiversitySettings;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.InitialEmbedding;
import org.biggantune.domain.InvalidOptionException;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.Schedule;
import org.biggantune.domain.TuningSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How embeddings are tuned; every default stands in {@code configs/default.yaml}. */
final class TuningOptions {
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

    @Option(
            names = "--proximity",
            paramLabel = "FACTOR",
            description = "Pull towards the starting embedding: more keeps images closer to the original" + DEFAULT)
    private double proximity;

    @Option(names = "--iterations", paramLabel = "N", description = "Batches of latents" + DEFAULT)
    private int iterations;

    @Option(names = "--steps-per-latents", paramLabel = "N", description = "Steps on each batch of latents" + DEFAULT)
    private int stepsPerLatents;

    @Option(names = "--batch", paramLabel = "N", description = "Latents in a batch, an even number" + DEFAULT)
    private int batch;

    @Option(
            names = "--diversity",
            paramLabel = "KIND",
            description = "What pairs of images are to differ in: ${COMPLETION-CANDIDATES}" + DEFAULT)
    private Diversity diversity;

    @Option(names = "--diversity-weight", paramLabel = "FACTOR", description = "Reward for diversity" + DEFAULT)
    private double diversityWeight;

    @Option(
            names = "--diversity-reduction",
            paramLabel = "KIND",
            description = "How the pairs of a batch are joined, sum as the reference's earlier script does:"
                    + " ${COMPLETION-CANDIDATES}" + DEFAULT)
    private DiversityReduction diversityReduction;

    @Option(
            names = "--diversity-features",
            paramLabel = "LAYER",
            description = "For --diversity features the classifier's layer, such as layer2; auto: the one that the"
                    + " classifier's file names" + DEFAULT)
    private String diversityFeatures;

    @Option(
            names = "--initial",
            paramLabel = "KIND",
            description =
                    "Where tuning starts, at the class's row or at the mean of all: ${COMPLETION-CANDIDATES}" + DEFAULT)
    private InitialEmbedding initial;

    @Option(
            names = "--initial-noise",
            paramLabel = "STD",
            description = "Standard deviation of noise on the starting embedding" + DEFAULT)
    private double initialNoise;

    @Option(names = "--starts", paramLabel = "N", description = "Tunings with other noise; the best counts" + DEFAULT)
    private int starts;

    @Option(
            names = "--clamp",
            paramLabel = "LOW,HIGH",
            description = "The range of an embedding's numbers; auto: that of the generator's rows" + DEFAULT)
    private String clamp;

    @Option(
            names = "--preprocessing",
            paramLabel = "KIND",
            description = "How images reach the classifier, as it was trained or as the reference release does:"
                    + " ${COMPLETION-CANDIDATES}" + DEFAULT)
    private Preprocessing preprocessing;

    @Option(
            names = "--candidate-every",
            paramLabel = "STEPS",
            description = "Steps between two candidates for the result" + DEFAULT)
    private int candidateEvery;

    @Option(
            names = "--selection-samples",
            paramLabel = "N",
            description = "Held-out latents on which candidates are compared" + DEFAULT)
    private int selectionSamples;

    @Option(
            names = "--report-samples",
            paramLabel = "N",
            description = "Held-out latents on which before and after are reported" + DEFAULT)
    private int reportSamples;

    @Option(
            names = "--diversity-floor",
            paramLabel = "SHARE",
            description = "The share of the original's pair diversity that must remain" + DEFAULT)
    private double diversityFloor;

    @Option(
            names = "--collapsed-below",
            paramLabel = "SHARE",
            description = "A class counts as collapsed when its pair diversity is below this share of the median of"
                    + " the other classes; 0: never" + DEFAULT)
    private double collapsedBelow;

    @Option(
            names = "--collapsed-proximity",
            paramLabel = "FACTOR",
            description = "For a collapsed class instead of --proximity, unless that is given" + DEFAULT)
    private double collapsedProximity;

    @Option(
            names = "--collapsed-diversity-weight",
            paramLabel = "FACTOR",
            description = "For a collapsed class instead of --diversity-weight, unless that is given" + DEFAULT)
    private double collapsedDiversityWeight;

    @Option(
            names = "--collapsed-top1-loss",
            paramLabel = "SHARE",
            description = "How much top-1 a collapsed class may lose for its diversity" + DEFAULT)
    private double collapsedTop1Loss;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all random numbers" + DEFAULT)
    private long seed;

    TuningSettings settings() {
        return new TuningSettings(
                learningRate,
                schedule,
                weightDecay,
                proximity,
                iterations,
                stepsPerLatents,
                batch,
                new DiversitySettings(diversity, diversityWeight, diversityReduction, diversityFeatures),
                initial,
                initialNoise,
                starts,
                bounds(),
                preprocessing,
                candidateEvery,
                selectionSamples,
                reportSamples,
                diversityFloor,
                new CollapseSettings(
                        collapsedBelow,
                        given("--proximity") ? proximity : collapsedProximity,
                        given("--diversity-weight") ? diversityWeight : collapsedDiversityWeight,
                        collapsedTop1Loss),
                seed);
    }

    /** Whether the command line itself has an option: it then holds for every class. */
    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private Optional<EmbeddingBounds> bounds() {
        if (clamp.equals("auto")) {
            return Optional.empty();
        }
        String expected = "--clamp " + clamp + ": expected auto or two numbers LOW,HIGH, the lower one first";
        String[] parts = clamp.split(",", -1);
        if (parts.length != 2) {
            throw new InvalidOptionException(expected);
        }
        try {
            return Optional.of(
                    new EmbeddingBounds(Float.parseFloat(parts[0].strip()), Float.parseFloat(parts[1].strip())));
        } catch (NumberFormatException | InvalidOptionException e) {
            throw new InvalidOptionException(expected, e);
        }
    }
}
