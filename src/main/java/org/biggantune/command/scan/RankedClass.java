package org.biggantune.command.scan;

import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.cli.ShellWord;
import org.biggantune.runfolder.ScanRecord.ScannedClass;

/**
 * A ranked class and the command suggested for it.
 *
 * @param finding the measurements
 * @param relativeDiversity the diversity relative to other classes; empty if there are too few
 * @param collapsed whether that is below the threshold
 * @param generator the generator as given by the user
 */
record RankedClass(ClassFinding finding, OptionalDouble relativeDiversity, boolean collapsed, String generator) {
    /** The top-1 below which other embeddings are better starting points than the class's own. */
    private static final double WRONG = 0.1;

    /** The probability above which there is little to gain (docs/method.md). */
    private static final double SURE = 0.9;

    /** The relative diversity below which samples are too similar, though not collapsed. */
    private static final double ALIKE = 0.75;

    /** Returns the suggested command line; empty if the class needs no tuning. */
    Optional<String> suggestion() {
        String classes = " --generator " + ShellWord.quoted(generator) + " --class "
                + finding.label().index();
        if (!collapsed && finding.top1() < WRONG) {
            return Optional.of("biggan-tune improve" + classes + " --initial top --starts 3");
        }
        if (collapsed || finding.probability() < SURE) {
            return Optional.of("biggan-tune improve" + classes);
        }
        return relativeDiversity.orElse(1) < ALIKE ? Optional.of("biggan-tune diversify" + classes) : Optional.empty();
    }

    /** Returns the problem in one word; empty if there is none. */
    String state() {
        if (collapsed) {
            return "collapsed";
        }
        if (finding.top1() < WRONG) {
            return "wrong";
        }
        if (finding.probability() < SURE) {
            return "weak";
        }
        return relativeDiversity.orElse(1) < ALIKE ? "alike" : "";
    }

    /** Returns the class as an element of the scan's list. */
    ScannedClass scanned() {
        return new ScannedClass(
                finding.label().index(),
                finding.label().name(),
                collapsed,
                relativeDiversity.isPresent() ? (Double) relativeDiversity.getAsDouble() : null,
                finding.top1(),
                finding.probability(),
                finding.confusedWith(),
                suggestion().orElse(null));
    }
}
