package org.biggantune.domain;

import java.util.Locale;
import java.util.Objects;

/**
 * A class of a generator or classifier: its index and name.
 *
 * @param index the zero-based index of the class
 * @param name the name as given in the model's list; empty if the class has none
 */
public record ClassLabel(int index, String name) {
    /** The longest slug in a directory name, well below the limit of 255 bytes of file systems. */
    private static final int LONGEST_SLUG = 100;

    /** Checks the index. */
    public ClassLabel {
        Objects.requireNonNull(name, "name");
        if (index < 0) {
            throw new IllegalArgumentException("class index " + index + " is negative");
        }
    }

    /**
     * Returns the name of this class's folder in a run directory: the index with at least four digits, a hyphen and a
     * slug of the name, as in {@code 0508-computer-keyboard}. The slug is the lower-case name with every run of
     * characters other than ASCII letters and digits replaced by one hyphen, without hyphens at its ends, limited to
     * 100 characters; it is {@code class} if nothing remains.
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

    /** Returns the label for messages and tables: {@code 508 "computer keyboard"}, or the bare index without a name. */
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
