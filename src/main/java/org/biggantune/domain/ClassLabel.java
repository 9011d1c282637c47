package org.biggantune.domain;

import java.util.Locale;
import java.util.Objects;

/**
 * A class of a generator or classifier: its row number and its name.
 *
 * @param index zero-based row of the class
 * @param name the name as its list spells it; empty where the class has none
 */
public record ClassLabel(int index, String name) {
    /** Longest slug in a directory name, well below the 255 bytes that file systems take. */
    private static final int LONGEST_SLUG = 100;

    /** Checks the row number. */
    public ClassLabel {
        Objects.requireNonNull(name, "name");
        if (index < 0) {
            throw new IllegalArgumentException("class index " + index + " is negative");
        }
    }

    /**
     * The folder name of this class in a run directory: the index in at least four digits, a hyphen and the slug of the
     * name, as in {@code 0508-computer-keyboard}. The slug is lower case, keeps ASCII letters and digits, turns every
     * run of other characters into one hyphen, has none at its ends and at most 100 characters; without any letter or
     * digit it is {@code class}.
     *
     * @return a name that is valid on every file system
     */
    public String directoryName() {
        String words = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String slug = trimHyphens(words);
        if (slug.length() > LONGEST_SLUG) {
            slug = trimHyphens(slug.substring(0, LONGEST_SLUG));
        }
        return String.format(Locale.ROOT, "%04d-%s", index, slug.isEmpty() ? "class" : slug);
    }

    /**
     * The label for messages and tables: {@code 508 "computer keyboard"}, or the bare number without a name.
     *
     * @return index and name
     */
    @Override
    public String toString() {
        return name.isEmpty() ? Integer.toString(index) : index + " \"" + name + "\"";
    }

    private static String trimHyphens(String words) {
        int from = words.startsWith("-") ? 1 : 0;
        int to = words.endsWith("-") && words.length() > from ? words.length() - 1 : words.length();
        return words.substring(from, to);
    }
}
