package org.biggantune.command.scan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.cli.ShellWord;
import org.biggantune.report.JsonFile;

/**
 * A class with what follows from its measures.
 *
 * @param finding the measures
 * @param relativeDiversity beside other classes; empty where there are too few
 * @param collapsed whether that is below the threshold
 * @param generator the generator as the user named it
 */
record RankedClass(ClassFinding finding, OptionalDouble relativeDiversity, boolean collapsed, String generator) {
    /** A class that the classifier hardly ever names has nothing to begin with: other classes' embeddings are nearer. */
    private static final double LOST = 0.1;

    /** Above it there is little to be gained (docs/method.md). */
    private static final double SURE = 0.9;

    /** Below it, though not collapsed, samples are clearly more alike than usual. */
    private static final double ALIKE = 0.75;

    /** The command line that would help; empty for a class that needs none. */
    Optional<String> suggestion() {
        String classes = " --generator " + ShellWord.quoted(generator) + " --class "
                + finding.label().index();
        if (!collapsed && finding.top1() < LOST) {
            return Optional.of("biggan-tune improve" + classes + " --initial top --starts 3");
        }
        if (collapsed || finding.probability() < SURE) {
            return Optional.of("biggan-tune improve" + classes);
        }
        return relativeDiversity.orElse(1) < ALIKE ? Optional.of("biggan-tune diversify" + classes) : Optional.empty();
    }

    /** In a word what is wrong. */
    String state() {
        if (collapsed) {
            return "collapsed";
        }
        if (finding.top1() < LOST) {
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
