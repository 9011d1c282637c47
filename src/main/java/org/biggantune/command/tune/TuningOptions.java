package org.biggantune.command.tune;

import java.util.OptionalDouble;
import org.biggantune.cli.LoadOptions;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversityReduction;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.domain.settings.Schedule;
import org.biggantune.domain.settings.TuningSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private LoadOptions load;

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

    @Mixin
    private StartOptions start;

    @Option(
            names = "--noise-layer",
            negatable = true,
            fallbackValue = "true",
            description = "Also train a linear layer on the latents, z -> W z + b, that starts at the identity and"
                    + " belongs to the class; excludes --write-generator, whose file has no place for it" + DEFAULT)
    private boolean noiseLayer;

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

    @Mixin
    private SelectionOptions selection;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all random numbers" + DEFAULT)
    private long seed;

    /** Settings that raise the probability of a class, a collapsed one's diversity. */
    TuningSettings settings(FloorOptions floor, CollapseOptions collapse) {
        return settings(
                floor.diversity(),
                collapse.settings(proximity, diversityWeight, floor.collapsedTop1Loss()),
                OptionalDouble.empty());
    }

    /** Settings that raise the diversity of a class while its probability is held. */
    TuningSettings settings(double probabilityFloor, CollapseOptions collapse) {
        return settings(0, collapse.settings(proximity, diversityWeight, 0), OptionalDouble.of(probabilityFloor));
    }

    private TuningSettings settings(double diversityFloor, CollapseSettings collapse, OptionalDouble probabilityFloor) {
        return new TuningSettings(
                learningRate,
                schedule,
                weightDecay,
                proximity,
                iterations,
                stepsPerLatents,
                batch,
                load.settings(),
                new DiversitySettings(diversity, diversityWeight, diversityReduction, diversityFeatures),
                start.settings(),
                noiseLayer,
                EmbeddingBounds.parse(clamp),
                preprocessing,
                selection.settings(diversityFloor),
                collapse,
                probabilityFloor,
                seed);
    }
}
