package org.biggantune.command.bench;

import java.util.List;
import org.biggantune.command.bench.profile.OperatorShare;
import org.biggantune.command.bench.profile.StepProfile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;

/**
 * Renders a step's profile as a table of operators and one of the most expensive shapes.
 *
 * @param profile the profile
 */
record ProfileText(StepProfile profile) {
    /** Operators below this fraction of a step are summed up in one line. */
    private static final double LEAST_SHARE = 0.002;

    private static final int SHAPES = 20;
    private static final double MICROS = 1e6;
    private static final double MILLIS = 1e3;
    private static final double GIGA = 1e9;
    private static final int PERCENT = 100;

    String render(Page page) {
        ResultTable operators = new ResultTable(List.of("operator", "calls", "ms", "%", "GFLOP", "GFLOP/s"));
        OperatorShare small = new OperatorShare("(others, each below " + percent(LEAST_SHARE) + " %)", 0, 0, 0);
        for (OperatorShare share : profile.operators()) {
            if (share.microseconds() < LEAST_SHARE * profile.seconds() * MICROS) {
                small = small.and(share);
            } else {
                operators.add(row(share));
            }
        }
        operators.add(row(small));
        profile.surroundings().forEach(share -> operators.add(row(share)));
        operators.add(row(new OperatorShare("whole step", 1, profile.seconds() * MICROS, profile.flops())));
        ResultTable shapes = new ResultTable(List.of("operator and shapes", "calls", "ms", "%", "GFLOP", "GFLOP/s"));
        profile.shapes().stream().limit(SHAPES).forEach(share -> shapes.add(row(share)));
        return operators.render(page) + "\n" + shapes.render(page);
    }

    private List<String> row(OperatorShare share) {
        return List.of(
                share.name(),
                Long.toString(share.calls()),
                ResultTable.number(share.microseconds() / MILLIS, 2),
                percent(share.microseconds() / MICROS / profile.seconds()),
                share.flops() > 0 ? ResultTable.number(share.flops() / GIGA, 3) : "",
                share.flops() > 0 ? ResultTable.number(share.flopsPerSecond() / GIGA, 1) : "");
    }

    private static String percent(double share) {
        return ResultTable.number(share * PERCENT, 1);
    }
}
