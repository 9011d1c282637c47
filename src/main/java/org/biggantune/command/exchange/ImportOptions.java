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

/** The options that all imports share. */
final class ImportOptions {
    @Parameters(
            index = "0",
            paramLabel = "CHECKPOINT",
            description = "A file written by torch.save (zip or the older format), a safetensors file, or a traced or"
                    + " scripted TorchScript program that is not frozen.")
    Path checkpoint;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "The model to write, such as model.pt.")
    Path out;

    @Option(
            names = "--graph",
            paramLabel = "KIND",
            description = "folded: fused operations, with the same results in less time; reference: the original"
                    + " operations and names, for comparison (default: ${DEFAULT-VALUE}).")
    Graph graph;

    @Mixin
    OverwriteOptions overwrite;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description = "Default precision of the model: fp32, bf16 (half the size), or auto: fp32 (default:"
                    + " ${DEFAULT-VALUE}).")
    private String precision;

    /** Returns the precision of the program. */
    Precision precision() {
        return ComputeOptions.precision(precision).orElse(Precision.FP32);
    }

    /**
     * Checks that the output may be written.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if it is the checkpoint, or exists and must not be replaced
     */
    void checkOutput() {
        OutputFile.check("--out", out, Map.of("checkpoint", checkpoint), overwrite.force());
    }
}
