package org.biggantune.command.exchange;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code import generator}: turns a BigGAN's checkpoint into a model. */
@Command(
        name = "generator",
        header = "Turn a generator's checkpoint into a model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Detects the architecture of a BigGAN generator from its checkpoint and writes it as a program with its"
                    + " weights.",
            "Supports BigGAN and BigGAN-deep of BigGAN-PyTorch and of Hugging Face's pytorch-pretrained-BigGAN, as a"
                    + " checkpoint or as a TorchScript program with their tensors. Any other generator can be imported as a"
                    + " TorchScript program, which is called to check that it works, and not folded.",
            "The epsilons of batch norm and spectral norm are not in the tensors. They come from the options, else from"
                    + " the TorchScript program, else from the keys BN_eps and SN_eps (Hugging Face: eps) of a config.json"
                    + " in the checkpoint's folder, else they are 1e-5 and 1e-6, as in BigGAN-PyTorch's launch scripts for"
                    + " ImageNet (Hugging Face: 1e-4)."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune import generator G_ema.pth -o biggan-256.pt",
            "  biggan-tune import generator pytorch_model.bin -o deep-256.pt --truncation 0.4",
            "  biggan-tune import generator scripted.pt -o mine.pt --latent-size 120",
            "  biggan-tune import generator G_ema.pth -o small.pt --class-names @names.txt"
        })
final class ImportGeneratorCommand implements Callable<Integer> {
    @Mixin
    private ImportGeneratorOptions options;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        common.print(execute());
        return ExitCode.DONE.code();
    }

    /** Imports the checkpoint and reports on the archive. */
    Report execute() {
        options.check();
        return new GeneratorImportRun(options).execute();
    }
}
