package org.biggantune.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * A data set whose classes a generator is to draw: its labels, and what recognises them.
 *
 * @param file where it is described
 * @param labels the classes, in the order of the new rows; distinct
 * @param classifier a model's name or file
 * @param judge a model's name or file, if there is to be a judge
 * @param defaults options of {@code repurpose} and their values, classifier, judge and preparation among them
 * @param source where the classifier comes from and how to get it, in one line; may be empty
 * @param judgeSource the same for a judge
 */
public record Target(
        Path file,
        List<String> labels,
        String classifier,
        Optional<String> judge,
        Map<String, String> defaults,
        String source,
        String judgeSource) {
    /** Copies, and checks that labels are there, not empty and distinct. */
    public Target {
        labels = List.copyOf(labels);
        defaults = Map.copyOf(defaults);
        source = oneLine(source);
        judgeSource = oneLine(judgeSource);
        if (labels.isEmpty() || labels.contains("")) {
            throw new SettingsConflictException(
                    file + ": " + (labels.isEmpty() ? "no labels" : "an empty label") + "; a class needs a name");
        }
        List<String> twice = twice(labels);
        if (!twice.isEmpty()) {
            throw new SettingsConflictException(
                    file + ": duplicate labels (" + String.join(", ", twice) + "); each class needs a name of its own");
        }
    }

    /** The name of its file, without the ending. */
    public String name() {
        return String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    }

    /** Its classes, numbered in their order. */
    public List<ClassLabel> classes() {
        return IntStream.range(0, labels.size())
                .mapToObj(index -> new ClassLabel(index, labels.get(index)))
                .toList();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static List<String> twice(List<String> labels) {
        Map<String, Integer> counts = new HashMap<>();
        List<String> twice = new ArrayList<>();
        for (String label : labels) {
            if (counts.merge(label.strip().toLowerCase(Locale.ROOT), 1, Integer::sum) == 2) {
                twice.add(label);
            }
        }
        return twice;
    }
}
