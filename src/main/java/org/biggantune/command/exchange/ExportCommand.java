package org.biggantune.command.exchange;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code export}: writes tuned embeddings for other programs. */
@Command(
        name = "export",
        header = "Write tuned embeddings for other programs",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "biggan-tune export --run DIR (--to FORMAT | --into FILE) [OPTIONS]",
            "biggan-tune export --embedding FILE (--to FORMAT | --into FILE) [OPTIONS]"
        },
        sortOptions = false,
        description = {
            "Writes tuned class embeddings for other programs: the whole matrix as a separate file, or a copy of a"
                    + " checkpoint with the tuned embeddings. With --class, the embeddings of single classes are put into"
                    + " another matrix, generator or checkpoint.",
            "The copy has the checkpoint's format, and every byte but those of the tuned embeddings (and a checksum over"
                    + " them) stays the same. Numbers are rounded to the checkpoint's type. A tensor that shares its"
                    + " storage with another one is refused."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune export --run runs/improve-shirt-001 --to safetensors",
            "  biggan-tune export --run runs/all --into G_ema.pth --out G_ema-tuned.pth",
            "  biggan-tune export --embedding y.npy --into pytorch_model.bin --out tuned.bin",
            "  biggan-tune export --embedding y.npy --class 878 --into G.pth --out tuned.pth"
        })
public final class ExportCommand implements Callable<Integer> {
    @Mixin
    private ExportOptions options;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        options.check();
        common.print(new ExportRun(options).execute());
        return ExitCode.DONE.code();
    }
}
