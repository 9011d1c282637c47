package org.biggantune.command.inspect;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code inspect}: shows the content of a file. */
@Command(
        name = "inspect",
        header = "Show the content of a checkpoint, model or array file",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Shows the content of a checkpoint, a model, a safetensors file or a NumPy file: format, architecture,"
                        + " tensors and digest. Nothing in the file is executed.",
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
