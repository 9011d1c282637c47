package org.biggantune.command.scan;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code scan}: ranks the classes of a generator by how collapsed, wrong or weak they are. */
@Command(
        name = "scan",
        header = "Find the classes that need tuning",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Draws samples of every class and ranks the classes, worst first: collapsed ones, with samples that are less"
                    + " diverse than those of other classes, then the others by the classifier's probability. Reports"
                    + " what each class is mistaken for, and which command may help.",
            "",
            "Writes scan.json, scan.csv and contact sheets of the worst classes into a folder. Give that folder as --out"
                    + " to resume a stopped scan, or to improve --from-scan to tune the worst classes."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune scan",
            "  biggan-tune scan --generator biggan.pt --classifier resnet50.pt",
            "  biggan-tune improve --from-scan scans/scan-demo-001 --worst 3"
        })
public final class ScanCommand implements Callable<Integer> {
    @Mixin
    private ScanOptions options;

    @Mixin
    private CommonOptions common;

    ScanOptions options() {
        return options;
    }

    @Override
    public Integer call() {
        options.check();
        common.print(new ScanRun(options, common.progress()).execute());
        return ExitCode.DONE.code();
    }
}
