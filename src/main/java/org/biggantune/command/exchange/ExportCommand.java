package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.LoggingOptions;
import org.biggantune.cli.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}: writes tuned embeddings for other programs. */
@Command(
        name = "export",
        header = "Write tuned embeddings for other programs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes tuned class embeddings for other programs: the whole matrix as a file of its own, or a copy of a"
                    + " checkpoint with the tuned rows in place.",
            "The copy has the checkpoint's own format, and every byte but those of the tuned rows (and a checksum over"
                    + " them) stays as it is. Numbers are rounded to the nearest that the checkpoint's type has. A"
                    + " tensor that shares its storage with another one is refused."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune export --run runs/improve-shirt-001 --to safetensors --out shirt.safetensors",
            "  biggan-tune export --run runs/improve-shirt-001 --into G_ema.pth --out G_ema-tuned.pth",
            "  biggan-tune export --embedding embeddings.npy --into pytorch_model.bin --out tuned/pytorch_model.bin"
        })
public final class ExportCommand implements Callable<Integer> {
    private final InstallDir home;

    @Spec
    private CommandSpec spec;

    @Option(names = "--run", paramLabel = "DIR", description = "The folder of a finished run.")
    private Path run;

    @Option(
            names = "--embedding",
            paramLabel = "FILE",
            description = "In place of a run: a file of one array [classes, embedding size], as .npy, .npz or"
                    + " safetensors.")
    private Path embedding;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            description =
                    "npy, safetensors, pt, pth or bin. Without --into the last three are a checkpoint of torch.save that"
                            + " holds the matrix as shared.weight (default: the format of --into).")
    private ExportFormat to;

    @Option(
            names = "--into",
            paramLabel = "FILE",
            description = "Write a copy of this file with the embeddings in it: a checkpoint of torch.save (zip or the"
                    + " older format), a safetensors file or a TorchScript archive.")
    private Path into;

    @Option(
            names = "--parameter",
            paramLabel = "NAME",
            description = "The tensor of --into that holds the embeddings (default: shared.weight, else"
                    + " embeddings.weight, also behind prefixes).")
    private String parameter;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "The file to write (default: embeddings.FORMAT, or the name of --into with -tuned, in the"
                    + " working folder).")
    private Path out;

    @Option(
            names = "--class-names",
            paramLabel = "NAMES",
            description =
                    "Names for the metadata of a safetensors file: imagenet, places365, cifar10, @FILE with one name"
                            + " a line, or names with commas between them (default: those that the run or a shipped generator"
                            + " knows).")
    private String classNames;

    @Option(names = "--force", fallbackValue = "true", description = "Replace an existing file.")
    private boolean force;

    @Mixin
    @SuppressWarnings("unused") // read by LoggingOptions.apply
    private LoggingOptions logging;

    public ExportCommand(InstallDir home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        ExportRequest request = new ExportRequest(
                home,
                Optional.ofNullable(run),
                Optional.ofNullable(embedding),
                Optional.ofNullable(to),
                Optional.ofNullable(into),
                Optional.ofNullable(parameter),
                Optional.ofNullable(out),
                Optional.ofNullable(classNames),
                force);
        Results.print(spec, new ExportRun(request).execute().text());
        return ExitCode.DONE.code();
    }
}
