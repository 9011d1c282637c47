package org.biggantune.command.models;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.NearestNames;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * Checks by name whether a classifier has labels for classes; equal counts do not mean that they are the same.
 *
 * @param option the option that names the classifier
 * @param remedy an alternative, appended to the advice in the message; may be empty
 * @param file the classifier's file
 * @param classifier the classifier's metadata
 */
public record LabelAgreement(String option, String remedy, Path file, ClassifierMetadata classifier) {
    /** The names that an import gives to unnamed classes and labels. */
    private static final Pattern NUMBERED = Pattern.compile("(?:class|label) \\d+");

    /** Returns the classes without a label, in order. */
    public List<ClassLabel> missing(List<ClassLabel> classes) {
        return classes.stream().filter(label -> !classifier.knows(label)).toList();
    }

    /**
     * Requires a label for each class.
     *
     * @throws SettingsConflictException if one is missing; the message has the class, similar labels and a remedy
     */
    public void require(List<ClassLabel> classes) {
        List<ClassLabel> missing = missing(classes);
        if (!missing.isEmpty()) {
            throw new SettingsConflictException(option + " " + file + ": " + reason(missing)
                    + "; name one that knows it with " + option + remedy + " (its labels: "
                    + ClassNames.listing(file.toString()) + ")");
        }
    }

    /**
     * Returns why classes have no label, as part of a sentence.
     *
     * @param missing the classes, at least one
     */
    public String reason(List<ClassLabel> missing) {
        ClassLabel first = missing.get(0);
        List<Integer> shared = classifier.names().indicesOf(first.name());
        String others = missing.size() > 1 ? ", nor for " + (missing.size() - 1) + " more of the classes" : "";
        if (shared.size() > 1) {
            return shared.size() + " labels '" + first.name() + "' ("
                    + classifier.names().summary(shared) + "), none of them at the place of class " + first + others;
        }
        List<String> near = NearestNames.nearest(first.name(), classifier.labels());
        return "no label '" + first.name() + "' among its "
                + classifier.labels().size() + " labels"
                + (near.isEmpty()
                        ? " (" + classifier.names().summary() + ")"
                        : " (nearest: " + String.join(", ", near) + ")")
                + others
                + (NUMBERED.matcher(first.name()).matches()
                        ? ": the generator's classes have no names (import it again with --class-names)"
                        : "");
    }
}
