package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.Map;
import org.biggantune.cli.ComputeOptions;
import org.biggantune.cli.OutputFile;
import org.biggantune.cli.OverwriteOptions;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every import reads and writes. */
final class ImportOptions {
    @Parameters(
            index = "0",
            paramLabel = "CHECKPOINT",
            description = "A file written by torch.save, as a zip file or in the older format, a safetensors file, or a"
                    + " TorchScript program that was traced or scripted and not frozen.")
    Path checkpoint;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "The archive to write, such as model.pt.")
    Path out;

    @Option(
            names = "--graph",
            paramLabel = "KIND",
            description = "folded: joined operations, the same results in less time; reference: the original code's"
                    + " operations and names, for comparison (default: ${DEFAULT-VALUE}).")
    Graph graph;

    @Mixin
    OverwriteOptions overwrite;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description = "What the program computes in unless a command says otherwise: fp32, bf16 (half the size), or"
                    + " auto: fp32 (default: ${DEFAULT-VALUE}).")
    private String precision;

    /** What the program is to compute in. */
    Precision precision() {
        return ComputeOptions.precision(precision).orElse(Precision.FP32);
    }

    /**
     * Refuses an output that cannot be written.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if it is the checkpoint, or there and not to be replaced
     */
    void checkOutput() {
        OutputFile.check("--out", out, Map.of("checkpoint", checkpoint), overwrite.force());
    }
}
