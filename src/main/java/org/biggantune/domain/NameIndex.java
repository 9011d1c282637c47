package org.biggantune.domain;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * An index of classes by name, matched exactly, then ignoring case, then ignoring case, spaces, underscores and
 * hyphens; the first of these with a match wins. Not thread-safe while names are added.
 */
final class NameIndex {
    private static final Pattern SEPARATORS = Pattern.compile("[\\s_-]+");
    private static final List<UnaryOperator<String>> SPELLINGS =
            List.of(UnaryOperator.identity(), NameIndex::withoutCase, NameIndex::withoutSeparators);

    private final List<Map<String, Set<Integer>>> rows = SPELLINGS.stream()
            .<Map<String, Set<Integer>>>map(unused -> new HashMap<>())
            .toList();

    /** Whether two names are equal ignoring case, spaces, underscores and hyphens. */
    static boolean sameSpelling(String one, String other) {
        return withoutSeparators(one).equals(withoutSeparators(other));
    }

    /** Adds a class under a name; ignores an empty name. */
    void add(String name, int row) {
        String plain = name.strip();
        for (int i = 0; i < SPELLINGS.size(); i++) {
            String key = SPELLINGS.get(i).apply(plain);
            if (!key.isEmpty()) {
                rows.get(i)
                        .computeIfAbsent(key, unused -> new LinkedHashSet<>(2))
                        .add(row);
            }
        }
    }

    /** Adds a class under a name and under each of its comma-separated synonyms. */
    void addWithSynonyms(String names, int row) {
        if (names.indexOf(',') >= 0) {
            for (String synonym : names.split(",", -1)) {
                add(synonym, row);
            }
        }
        add(names, row);
    }

    /**
     * Returns the classes with a name.
     *
     * @return indices in the order of addition, unmodifiable; empty if there are none
     */
    List<Integer> find(String name) {
        String wanted = name.strip();
        for (int i = 0; i < SPELLINGS.size(); i++) {
            Set<Integer> found = rows.get(i).get(SPELLINGS.get(i).apply(wanted));
            if (found != null) {
                return List.copyOf(found);
            }
        }
        return List.of();
    }

    private static String withoutCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String withoutSeparators(String name) {
        return SEPARATORS.matcher(withoutCase(name)).replaceAll("");
    }
}
