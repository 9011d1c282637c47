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
 * A data set to repurpose a generator for: its labels and the classifiers that recognise them.
 *
 * @param file the file that describes it
 * @param labels the distinct class names, in the order of the new embeddings
 * @param classifier the classifier's name or file
 * @param judge the judge's name or file, if any
 * @param defaults options of {@code repurpose} and their values, including classifier, judge and preprocessing
 * @param source where to get the classifier, in one line; may be empty
 * @param judgeSource where to get a judge, in one line; may be empty
 */
public record Target(
        Path file,
        List<String> labels,
        String classifier,
        Optional<String> judge,
        Map<String, String> defaults,
        String source,
        String judgeSource) {
    /** Copies the collections and checks that there are labels, none of them empty or a duplicate. */
    public Target {
        labels = List.copyOf(labels);
        defaults = Map.copyOf(defaults);
        source = oneLine(source);
        judgeSource = oneLine(judgeSource);
        if (labels.isEmpty() || labels.contains("")) {
            throw new SettingsConflictException(
                    file + ": " + (labels.isEmpty() ? "no labels" : "an empty label") + "; every class needs a name");
        }
        List<String> twice = twice(labels);
        if (!twice.isEmpty()) {
            throw new SettingsConflictException(
                    file + ": duplicate labels (" + String.join(", ", twice) + "); every class needs a distinct name");
        }
    }

    /** Returns the file's name without its extension. */
    public String name() {
        return String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    }

    /** Returns the classes, numbered from 0. */
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
