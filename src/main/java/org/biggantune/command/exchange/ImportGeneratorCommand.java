package org.biggantune.command.exchange;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code import generator}: turns a BigGAN's checkpoint into an archive that can be tuned. */
@Command(
        name = "generator",
        header = "Turn a generator's checkpoint into a model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reads a BigGAN generator's architecture off its checkpoint and writes it as a program with its weights.",
            "Read are BigGAN and BigGAN-deep of BigGAN-PyTorch and Hugging Face's pytorch-pretrained-BigGAN, from a"
                    + " checkpoint or from a TorchScript program with their tensors. Of any other generator a TorchScript"
                    + " program will do; it is called to see that it works, and not folded.",
            "Two constants cannot be read off the tensors: the epsilons of batch norm and spectral norm. They come from"
                    + " the options, else from the TorchScript program, else from the keys BN_eps and SN_eps (Hugging Face: eps) of a config.json beside"
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
    @Mixin
    private ImportGeneratorOptions options;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        common.print(execute());
        return ExitCode.DONE.code();
    }

    /** Imports; returns what there is to say of the archive. */
    Report execute() {
        options.check();
        return new GeneratorImportRun(options).execute();
    }
}
