package org.biggantune.command.inspect;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code verify}: reports whether two model files differ in anything but class embeddings. */
@Command(
        name = "verify",
        header = "Show whether two models differ only in embeddings",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Compares two files byte by byte: model archives, checkpoints written by torch.save (zip or the older"
                        + " format), or safetensors files. Exits with 0 if they are identical or differ only in class"
                        + " embeddings, else with 1.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune verify models/demo.pt tuned.pt",
            "  biggan-tune verify G_ema.pth G_ema-tuned.pth"
        })
public final class VerifyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "A model archive or a checkpoint.")
    private Path a;

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private Path b;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        Verification found = new VerifyRun(a, b).execute();
        common.print(found);
        return found.onlyEmbeddings() ? ExitCode.DONE.code() : ExitCode.FAILED.code();
    }
}
