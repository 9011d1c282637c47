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
 * Rows by name: as it is spelt, then without regard to case, then without regard to case, spaces, underscores and
 * hyphens; the first of these that finds anything decides. Not thread-safe while names are added.
 */
final class NameIndex {
    private static final Pattern SEPARATORS = Pattern.compile("[\\s_-]+");
    private static final List<UnaryOperator<String>> SPELLINGS =
            List.of(UnaryOperator.identity(), NameIndex::withoutCase, NameIndex::withoutSeparators);

    private final List<Map<String, Set<Integer>>> rows = SPELLINGS.stream()
            .<Map<String, Set<Integer>>>map(unused -> new HashMap<>())
            .toList();

    /** Whether two names differ in nothing but case, spaces, underscores and hyphens. */
    static boolean sameSpelling(String one, String other) {
        return withoutSeparators(one).equals(withoutSeparators(other));
    }

    /** Adds a row under a name; an empty name is nobody's. */
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

    /** Adds a row under a name and, if that has commas, under each of the synonyms between them. */
    void addWithSynonyms(String names, int row) {
        if (names.indexOf(',') >= 0) {
            for (String synonym : names.split(",", -1)) {
                add(synonym, row);
            }
        }
        add(names, row);
    }

    /**
     * The rows that have a name.
     *
     * @return in the order in which they were added, unmodifiable; empty where there is none
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
