package org.biggantune.command.exchange;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.biggantune.cli.TrustOptions;
import org.biggantune.domain.Conditioning;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.importer.LabelList;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code import generator}. */
final class ImportGeneratorOptions {
    @Mixin
    ImportOptions files;

    @Option(
            names = "--class-names",
            paramLabel = "NAMES",
            description = "imagenet, places365, cifar10, @FILE with one name per line, or names separated by commas"
                    + " (default: ImageNet's for 1000 classes, else numbers).")
    private Optional<String> classNames;

    @Option(names = "--bn-eps", paramLabel = "EPSILON", description = "The epsilon that batch norm adds to variances.")
    private Optional<Double> batchNormEpsilon;

    @Option(
            names = "--sn-eps",
            paramLabel = "EPSILON",
            description = "The smallest norm in the power iteration of spectral norm.")
    private Optional<Double> spectralNormEpsilon;

    @Option(
            names = "--truncation",
            paramLabel = "FACTOR",
            description = "For Hugging Face's BigGAN-deep, which has batch statistics for truncations from 0 to 1: the"
                    + " truncation to use, above 0 and up to 1 (default: 1). For a TorchScript program with a third"
                    + " argument: its value. Tuning and sampling then draw latents with this truncation.")
    private Optional<Double> truncation;

    @Option(
            names = "--no-sidecar",
            fallbackValue = "true",
            description = "Do not read a config.json in the checkpoint's folder.")
    private boolean noSidecar;

    @Option(
            names = "--latent-size",
            paramLabel = "N",
            description = "The length of z; required for a TorchScript program without the tensor names of a BigGAN.")
    private Optional<Integer> latentSize;

    @Option(
            names = "--resolution",
            paramLabel = "PIXELS",
            description = "For a TorchScript program: height and width of its images (default: found by calling it).")
    private Optional<Integer> resolution;

    @Option(
            names = "--embedding-parameter",
            paramLabel = "NAME",
            description = "For a TorchScript program: the matrix of class embeddings, such as G.shared.weight (default:"
                    + " that of a BigGAN, else one with a common name).")
    private Optional<String> embeddingParameter;

    @Option(
            names = "--conditioning",
            paramLabel = "KIND",
            description = "For a TorchScript program: what it takes in addition to z: embedding [n, size], ids [n] or"
                    + " one-hot [n, classes] (default: whichever works). With this option the program is called even if"
                    + " its tensors are those of a BigGAN.")
    private Optional<Conditioning> conditioning;

    @Mixin
    private TrustOptions trust;

    /** Returns the names of the classes; empty if the user gives none. */
    List<String> classNames() {
        return classNames.map(text -> LabelList.parse("--class-names", text)).orElse(List.of());
    }

    /** Returns the epsilon of batch norm, if given. */
    OptionalDouble batchNormEpsilon() {
        return number(batchNormEpsilon);
    }

    /** Returns the epsilon of spectral norm, if given. */
    OptionalDouble spectralNormEpsilon() {
        return number(spectralNormEpsilon);
    }

    /** Returns the truncation that selects batch statistics, if given. */
    OptionalDouble truncation() {
        return number(truncation);
    }

    /** Returns whether to read a {@code config.json} in the checkpoint's folder. */
    boolean sidecar() {
        return !noSidecar;
    }

    /** Returns the user's facts about a TorchScript program. */
    ExternalProgramFacts external() {
        return new ExternalProgramFacts(
                size(latentSize), size(resolution), embeddingParameter, conditioning, trust.trusted());
    }

    /** Checks everything that can be checked without files and reports every error. */
    void check() {
        OptionCheck.all(
                files::precision,
                () -> requireEpsilon("--bn-eps", batchNormEpsilon),
                () -> requireEpsilon("--sn-eps", spectralNormEpsilon),
                this::checkTruncation,
                this::external);
    }

    private void checkTruncation() {
        double factor = truncation.orElse(1.0);
        if (!(factor > 0 && factor <= 1)) {
            throw new InvalidOptionException("--truncation " + factor + ": expected a number above 0 and up to 1");
        }
    }

    private static void requireEpsilon(String option, Optional<Double> epsilon) {
        if (epsilon.isPresent() && !(epsilon.get() > 0 && epsilon.get() < 1)) {
            throw new InvalidOptionException(
                    option + " " + epsilon.get() + ": expected a number above 0 and below 1, such as 1e-5");
        }
    }

    private static OptionalInt size(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static OptionalDouble number(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
