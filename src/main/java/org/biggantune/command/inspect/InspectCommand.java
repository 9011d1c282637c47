package org.biggantune.command.inspect;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code inspect}: tells what a file holds. */
@Command(
        name = "inspect",
        header = "Show what a checkpoint, a model or arrays hold",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Tells what a checkpoint, a model, a safetensors file or NumPy arrays hold: format, architecture, tensors and digest."
                        + " Nothing in the file is executed.",
        footer = {"", "Examples:", "  biggan-tune inspect G_ema.pth", "  biggan-tune inspect model.pt --json"})
public final class InspectCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description =
                    "A checkpoint written by torch.save, a TorchScript archive, a safetensors file, a .npy array or a"
                            + " .npz archive.")
    private Path file;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        Inspection found = new InspectRun(file).execute();
        common.print(found);
        return ExitCode.DONE.code();
    }
}
