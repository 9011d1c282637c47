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

/** What {@code import generator} is asked to do. */
final class ImportGeneratorOptions {
    @Mixin
    ImportOptions files;

    @Option(
            names = "--class-names",
            paramLabel = "NAMES",
            description = "imagenet, places365, cifar10, @FILE with one name a line, or names with commas between them"
                    + " (default: ImageNet's for 1000 classes, else numbers).")
    private Optional<String> classNames;

    @Option(names = "--bn-eps", paramLabel = "EPSILON", description = "What batch norms add to variances.")
    private Optional<Double> batchNormEpsilon;

    @Option(
            names = "--sn-eps",
            paramLabel = "EPSILON",
            description = "The least norm in the power iterations of spectral norm.")
    private Optional<Double> spectralNormEpsilon;

    @Option(
            names = "--truncation",
            paramLabel = "FACTOR",
            description = "For Hugging Face's BigGAN-deep, which stores batch statistics for truncations from 0 to 1:"
                    + " those to take, above 0 and up to 1 (default: 1). For a TorchScript program with a third argument:"
                    + " what it is given. Tuning and sampling then draw latents truncated likewise.")
    private Optional<Double> truncation;

    @Option(
            names = "--no-sidecar",
            fallbackValue = "true",
            description = "Do not read a config.json beside the checkpoint.")
    private boolean noSidecar;

    @Option(
            names = "--latent-size",
            paramLabel = "N",
            description = "For a TorchScript program whose tensors are not a BigGAN's, required: the length of z.")
    private Optional<Integer> latentSize;

    @Option(
            names = "--resolution",
            paramLabel = "PIXELS",
            description = "For a TorchScript program: height and width of its images (default: as it draws them).")
    private Optional<Integer> resolution;

    @Option(
            names = "--embedding-parameter",
            paramLabel = "NAME",
            description = "For a TorchScript program: the matrix of class embeddings, such as G.shared.weight (default:"
                    + " the BigGAN's, else the one with a usual name).")
    private Optional<String> embeddingParameter;

    @Option(
            names = "--conditioning",
            paramLabel = "KIND",
            description = "For a TorchScript program: what it takes beside z: embedding [n, size], ids [n] or one-hot"
                    + " [n, classes] (default: what works). With this option the program is called whatever its"
                    + " tensors are.")
    private Optional<Conditioning> conditioning;

    @Mixin
    private TrustOptions trust;

    /** Names of the classes; none where the user gives none. */
    List<String> classNames() {
        return classNames.map(text -> LabelList.parse("--class-names", text)).orElse(List.of());
    }

    /** What the original adds to variances, if the user says so. */
    OptionalDouble batchNormEpsilon() {
        return number(batchNormEpsilon);
    }

    /** The least norm in the original's power iterations, if the user says so. */
    OptionalDouble spectralNormEpsilon() {
        return number(spectralNormEpsilon);
    }

    /** Whose batch statistics to take where a checkpoint has them for several, if the user says so. */
    OptionalDouble truncation() {
        return number(truncation);
    }

    /** Whether a {@code config.json} beside the checkpoint may give the constants. */
    boolean sidecar() {
        return !noSidecar;
    }

    /** What the user says of a TorchScript program. */
    ExternalProgramFacts external() {
        return new ExternalProgramFacts(
                size(latentSize), size(resolution), embeddingParameter, conditioning, trust.trusted());
    }

    /** Refuses what can be refused without files, all of it at once. */
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
