package org.biggantune.command.tune;

import picocli.CommandLine.Option;

/** What a result that raises confidence must keep. */
final class FloorOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    @Option(
            names = "--diversity-floor",
            paramLabel = "SHARE",
            description = "The share of the original's pair diversity that must remain" + DEFAULT)
    private double diversityFloor;

    @Option(
            names = "--collapsed-top1-loss",
            paramLabel = "SHARE",
            description = "How much top-1 a collapsed class may lose for its diversity" + DEFAULT)
    private double collapsedTop1Loss;

    double diversity() {
        return diversityFloor;
    }

    double collapsedTop1Loss() {
        return collapsedTop1Loss;
    }
}
