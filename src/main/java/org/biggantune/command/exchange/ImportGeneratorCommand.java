package org.biggantune.command.exchange;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.biggantune.cli.ConfigOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.LoggingOptions;
import org.biggantune.cli.Results;
import org.biggantune.cli.TrustOptions;
import org.biggantune.domain.Conditioning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code import generator}: turns a BigGAN's checkpoint into an archive that can be tuned. */
@Command(
        name = "generator",
        header = "Turn a generator's checkpoint into a model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reads a BigGAN generator's architecture off its checkpoint and writes it as a program with its weights.",
            "Read are BigGAN and BigGAN-deep of BigGAN-PyTorch and Hugging Face's pytorch-pretrained-BigGAN. Of any other"
                    + " generator a TorchScript program will do; it is called once to see that it works, and not folded.",
            "Two constants cannot be read off the tensors: the epsilons of batch norm and spectral norm. They come from"
                    + " the options, else from the keys BN_eps and SN_eps (Hugging Face: eps) of a config.json beside"
                    + " the checkpoint, else they are 1e-5 and 1e-6, as BigGAN-PyTorch's launch scripts for ImageNet set"
                    + " them (Hugging Face: 1e-4)."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune import generator G_ema.pth -o biggan-256.pt",
            "  biggan-tune import generator pytorch_model.bin -o deep-256.pt --truncation 0.4",
            "  biggan-tune import generator scripted.pt -o mine.pt --latent-size 120",
            "  biggan-tune import generator G_ema.pth -o small.pt --class-names @names.txt --bn-eps 1e-4 --sn-eps 1e-4"
        })
final class ImportGeneratorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ImportOptions files;

    @Option(
            names = "--class-names",
            paramLabel = "NAMES",
            description = "imagenet, places365, cifar10, @FILE with one name a line, or names with commas between them"
                    + " (default: ImageNet's for 1000 classes, else numbers).")
    private String classNames;

    @Option(names = "--bn-eps", paramLabel = "EPSILON", description = "What batch norms add to variances.")
    private Double batchNormEpsilon;

    @Option(
            names = "--sn-eps",
            paramLabel = "EPSILON",
            description = "The least norm in the power iterations of spectral norm.")
    private Double spectralNormEpsilon;

    @Option(
            names = "--truncation",
            paramLabel = "FACTOR",
            description = "For Hugging Face's BigGAN-deep, which stores batch statistics for truncations from 0 to 1:"
                    + " those to take, above 0 and up to 1. Tuning and sampling then draw latents truncated likewise"
                    + " (default: 1).")
    private Double truncation;

    @Option(
            names = "--no-sidecar",
            fallbackValue = "true",
            description = "Do not read a config.json beside the checkpoint.")
    private boolean noSidecar;

    @Option(
            names = "--latent-size",
            paramLabel = "N",
            description = "For a TorchScript program, required: the length of z.")
    private Integer latentSize;

    @Option(
            names = "--resolution",
            paramLabel = "PIXELS",
            description = "For a TorchScript program: height and width of its images (default: as it draws them).")
    private Integer resolution;

    @Option(
            names = "--embedding-parameter",
            paramLabel = "NAME",
            description = "For a TorchScript program: the matrix of class embeddings, such as G.shared.weight (default:"
                    + " the one with a usual name).")
    private String embeddingParameter;

    @Option(
            names = "--conditioning",
            paramLabel = "KIND",
            description = "For a TorchScript program: what it takes beside z: embedding [n, size], ids [n] or one-hot"
                    + " [n, classes] (default: what works).")
    private Conditioning conditioning;

    @Mixin
    private TrustOptions trust;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli knows it; its values are read elsewhere.
    private ConfigOptions config;

    @Mixin
    @SuppressWarnings("unused") // read by LoggingOptions.apply
    private LoggingOptions logging;

    @Override
    public Integer call() {
        GeneratorImportRequest request = new GeneratorImportRequest(
                files.checkpoint(),
                files.out(),
                files.graph(),
                files.precision(),
                optional(batchNormEpsilon),
                optional(spectralNormEpsilon),
                optional(truncation),
                !noSidecar,
                Optional.ofNullable(classNames),
                new ExternalProgramFacts(
                        size(latentSize),
                        size(resolution),
                        Optional.ofNullable(embeddingParameter),
                        Optional.ofNullable(conditioning),
                        trust.trusted()),
                files.force());
        Results.print(spec, new GeneratorImportRun(request).execute().text());
        return ExitCode.DONE.code();
    }

    private static OptionalInt size(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
