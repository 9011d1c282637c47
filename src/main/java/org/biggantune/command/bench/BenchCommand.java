package org.biggantune.command.bench;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench}: measures tuning steps of the folded graph against the original's operations. */
@Command(
        name = "bench",
        header = "Measure how fast this machine tunes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures whole tuning steps on a BigGAN of random weights made on the spot: the folded graph, the"
                        + " original code's operations with frozen weights, and those as the reference release runs them, and"
                        + " how near they come to what the machine can do. Needs no checkpoint; takes up to 2 GiB of the"
                        + " system's folder for temporary files. With --generator: steps of models of your own, as improve"
                        + " takes them.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune bench --size 64,128 --batch 10 --chart bench.png",
            "  biggan-tune bench --generator biggan-128.pt --classifier alexnet.pt --batch 16",
            "  biggan-tune bench --size 128 --precision fp32,bf16 --profile"
        })
public final class BenchCommand implements Callable<Integer> {
    @Mixin
    private final BenchOptions options;

    @Mixin
    private CommonOptions common;

    public BenchCommand(InstallDir home) {
        this.options = new BenchOptions(home);
    }

    BenchOptions options() {
        return options;
    }

    @Override
    public Integer call() {
        options.check();
        BenchSummary summary = new BenchRun(options, common.progress()).execute();
        common.print(summary);
        summary.draw();
        return ExitCode.DONE.code();
    }
}
