package org.biggantune.command.classes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.biggantune.domain.ClassNames;

/** Finds classes by a text, ignoring case. */
final class ClassSearch {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s,_/-]+");

    private ClassSearch() {}

    /**
     * Returns the classes that match a text: the one with that number; else those in which every word of the text starts a
     * word; else those in which every word of the text is part of a word.
     *
     * @param text the text; if empty, all classes match
     * @return indices in ascending order
     */
    static List<Integer> rows(ClassNames names, Optional<String> text) {
        List<Integer> all = IntStream.range(0, names.size()).boxed().toList();
        if (text.isEmpty()) {
            return all;
        }
        String wanted = text.get().strip();
        if (NUMBER.matcher(wanted).matches()) {
            int number = Integer.parseInt(wanted);
            return number < names.size() ? List.of(number) : List.of();
        }
        List<Integer> found = matching(names, all, words(wanted), String::startsWith);
        return found.isEmpty() ? matching(names, all, words(wanted), String::contains) : found;
    }

    private static List<Integer> matching(
            ClassNames names, List<Integer> rows, List<String> wanted, BiPredicate<String, String> fits) {
        return rows.stream()
                .filter(row -> {
                    List<String> words = words(searchable(names, row));
                    return !wanted.isEmpty()
                            && wanted.stream().allMatch(part -> words.stream().anyMatch(word -> fits.test(word, part)));
                })
                .toList();
    }

    /** Returns all text about a class. */
    private static String searchable(ClassNames names, int row) {
        String name = names.label(row).name();
        return names.synset(row)
                .map(synset -> name + " " + String.join(" ", synset.words()) + " " + synset.kind() + " " + synset.id())
                .orElse(name);
    }

    private static List<String> words(String text) {
        return Arrays.stream(BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT), -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
