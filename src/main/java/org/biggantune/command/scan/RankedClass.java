package org.biggantune.command.scan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.cli.ShellWord;
import org.biggantune.report.JsonFile;

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

    ObjectNode json() {
        ObjectNode json = JsonFile.object()
                .put("index", finding.label().index())
                .put("name", finding.label().name())
                .put("collapsed", collapsed);
        if (relativeDiversity.isPresent()) {
            json.put("relativeDiversity", relativeDiversity.getAsDouble());
        } else {
            json.putNull("relativeDiversity");
        }
        return json.put("top1", finding.top1())
                .put("probability", finding.probability())
                .put("confusedWith", finding.confusedWith())
                .put("suggestion", suggestion().orElse(null));
    }
}
