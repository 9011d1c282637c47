package org.biggantune.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.biggantune.run.GeneratorImportRequest;
import org.biggantune.run.GeneratorImportRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code import generator}: turns a BigGAN's checkpoint into an archive that can be tuned. */
@Command(
        name = "generator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reads a BigGAN generator's architecture off its checkpoint and writes it as a program with its weights.",
            "Two constants cannot be read off the tensors: the epsilons of batch norm and spectral norm. They come from"
                    + " the options, else from the keys BN_eps and SN_eps of a config.json beside the checkpoint, else"
                    + " they are 1e-5 and 1e-6, as BigGAN-PyTorch's launch scripts for ImageNet set them."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune import generator G_ema.pth -o biggan-256.pt",
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

    @Option(names = "--no-sidecar", description = "Do not read a config.json beside the checkpoint.")
    private boolean noSidecar;

    @Mixin
    @SuppressWarnings("unused") // read by LoggingOptions.apply
    private LoggingOptions logging;

    @Override
    public Integer call() {
        GeneratorImportRequest request = new GeneratorImportRequest(
                files.checkpoint(),
                files.out(),
                files.graph(),
                optional(batchNormEpsilon),
                optional(spectralNormEpsilon),
                optional(truncation),
                !noSidecar,
                Optional.ofNullable(classNames),
                files.force());
        spec.commandLine()
                .getOut()
                .print(new GeneratorImportRun(request).execute().text());
        spec.commandLine().getOut().flush();
        return ExitCode.DONE.code();
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
