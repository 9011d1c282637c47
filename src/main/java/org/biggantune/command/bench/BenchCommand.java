package org.biggantune.command.bench;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code bench}: measures tuning steps of the folded graph against the original operations. */
@Command(
        name = "bench",
        header = "Measure how fast this machine tunes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures complete tuning steps on a generated BigGAN with random weights: the folded graph, the original"
                        + " operations with frozen weights, and the original operations as in the reference release, each"
                        + " compared with the machine's peak. Needs no checkpoint, but up to 2 GiB in the folder for temporary"
                        + " files. With --generator it measures the steps of improve with that model.",
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
