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
 * Whether a classifier has labels for classes, by name: as many labels as classes do not mean that they are the same.
 *
 * @param option the option that names the classifier
 * @param remedy what to do where it lacks a label, after "name one that knows it with OPTION"; may be empty
 * @param file the classifier's file
 * @param classifier what it says about itself
 */
public record LabelAgreement(String option, String remedy, Path file, ClassifierMetadata classifier) {
    /** What an import calls classes and labels that have no names. */
    private static final Pattern NUMBERED = Pattern.compile("(?:class|label) \\d+");

    /** The classes without a label of their name, in order. */
    public List<ClassLabel> missing(List<ClassLabel> classes) {
        return classes.stream().filter(label -> !classifier.knows(label)).toList();
    }

    /**
     * Requires a label for each of some classes.
     *
     * @throws SettingsConflictException if one is missing; the message names class, labels and what to do
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
     * Why classes have no label, in half a sentence.
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
