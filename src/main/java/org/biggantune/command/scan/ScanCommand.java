package org.biggantune.command.scan;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code scan}: ranks the classes of a generator by how collapsed, wrong or weak they are. */
@Command(
        name = "scan",
        header = "Find the classes that need tuning",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Draws samples of every class and ranks the classes, the worst first: collapsed ones, whose samples differ less"
                    + " than those of other classes, then the others by the probability that the classifier gives them. Says"
                    + " which class they are mistaken for and which command would help.",
            "",
            "Leaves scan.json, scan.csv and sheets of the worst classes in a folder; the same command with that folder as"
                    + " --out continues a scan that was stopped. improve --from-scan takes the worst classes from there."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune scan",
            "  biggan-tune scan --generator biggan.pt --classifier resnet50.pt --out scans/biggan",
            "  biggan-tune improve --from-scan scans/scan-demo-001 --worst 3"
        })
public final class ScanCommand implements Callable<Integer> {
    @Mixin
    private ScanOptions options;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        options.check();
        common.print(new ScanRun(options, common.progress()).execute());
        return ExitCode.DONE.code();
    }
}
