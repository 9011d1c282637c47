package org.biggantune.command.sample;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code sample}: draws images of classes. */
@Command(
        name = "sample",
        header = "Draw images of classes or embeddings",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "biggan-tune sample (--class CLASS... | --run DIR) [OPTIONS]",
            "biggan-tune sample --embedding FILE [OPTIONS]"
        },
        sortOptions = false,
        description = "Draws images of classes, or of embeddings from a file. A seed gives the same latents for every"
                + " class, which makes classes comparable. Several classes get a row of images each, and so do several"
                + " truncations, and the steps of an interpolation between classes or between before and after tuning.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune sample --class shirt --seeds 0-15 --out shirt.png",
            "  biggan-tune sample --class shirt,coat --seeds 0-7",
            "  biggan-tune sample --class shirt --seeds 0-7 --truncation 0.2,0.5,1",
            "  biggan-tune sample --class shirt,bag --interpolate 8",
            "  biggan-tune sample --class shirt,bag --interpolate 30 --video morph.png",
            "  biggan-tune sample --run runs/improve-shirt-001 --out tuned.png",
            "  biggan-tune sample --run runs/improve-shirt-001 --interpolate 8",
            "  biggan-tune sample --embedding embedding.npy --seeds 0-99 --out images/",
            "  biggan-tune sample --latents z.npy --embedding y.npy --raw images.npy"
        })
public final class SampleCommand implements Callable<Integer> {
    @Mixin
    private SampleOptions options;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        options.check();
        common.print(new SampleRun(options, common.progress()).execute());
        return ExitCode.DONE.code();
    }
}
