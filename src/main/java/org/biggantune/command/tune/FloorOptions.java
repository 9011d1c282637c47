package org.biggantune.command.tune;

import picocli.CommandLine.Option;

/** The diversity that a result must keep when confidence is raised; the defaults are in {@code configs/default.yaml}. */
final class FloorOptions {
    private static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

    @Option(
            names = "--diversity-floor",
            paramLabel = "SHARE",
            description = "Fraction of the original's pair diversity that the result must keep" + DEFAULT)
    double diversity;

    @Option(
            names = "--collapsed-top1-loss",
            paramLabel = "SHARE",
            description = "How much top-1 accuracy a collapsed class may lose in favour of diversity" + DEFAULT)
    double collapsedTop1Loss;
}
