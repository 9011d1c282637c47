package org.biggantune.command.tune;

import picocli.CommandLine.Option;

/** What a result that raises confidence must keep; every default is in {@code configs/default.yaml}. */
final class FloorOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    @Option(
            names = "--diversity-floor",
            paramLabel = "SHARE",
            description = "The share of the original's pair diversity that must remain" + DEFAULT)
    double diversity;

    @Option(
            names = "--collapsed-top1-loss",
            paramLabel = "SHARE",
            description = "How much top-1 a collapsed class may lose for its diversity" + DEFAULT)
    double collapsedTop1Loss;
}
