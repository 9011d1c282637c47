package org.biggantune.command.inspect;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.LoggingOptions;
import org.biggantune.cli.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: tells whether two model files differ in anything but class embeddings. */
@Command(
        name = "verify",
        header = "Show whether two models differ in embeddings alone",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Compares two files byte by byte: model archives, checkpoints of torch.save in zip form or the older one,"
                        + " or safetensors files. Exits with 0 where"
                        + " they are identical or differ in rows of the class embeddings alone, else with 1.",
        footer = {"", "Examples:", "  biggan-tune verify models/demo.pt tuned.pt"})
public final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "A model archive or a checkpoint.")
    private Path a;

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private Path b;

    @Option(names = "--json", fallbackValue = "true", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    @SuppressWarnings("unused") // read by LoggingOptions.apply
    private LoggingOptions logging;

    @Override
    public Integer call() {
        Verification found = new VerifyRun(a, b).execute();
        Results.print(spec, json ? found.json() : found.text());
        return found.onlyEmbeddings() ? ExitCode.DONE.code() : ExitCode.FAILED.code();
    }
}
