package org.biggantune.command.inspect;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code check}: reads every byte of a file and reports damage. */
@Command(
        name = "check",
        header = "Find damage in a file",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reads every byte of a file and checks checksums of zip entries, pickles, sizes of storages, and"
                + " whether numbers are finite. Nothing in the file is executed. Exits with 0 if the file is sound, with"
                + " 65 if it is damaged. Older checkpoints, safetensors and .npy files have no checksums; only their"
                + " structure and sizes can be checked.",
        footer = {"", "Examples:", "  biggan-tune check G_ema.pth", "  biggan-tune check model.safetensors --json"})
public final class CheckCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description =
                    "A checkpoint written by torch.save, a TorchScript archive, a safetensors file, a .npy array or"
                            + " a .npz archive.")
    private Path file;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        CheckReport found = CheckReport.of(file);
        common.print(found);
        return found.sound() ? ExitCode.DONE.code() : ExitCode.BAD_INPUT.code();
    }
}
