package org.biggantune.archive.script;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The references between a program's declarations. libtorch resolves them recursively, so a long chain would crash the
 * process like deep nesting.
 */
final class ScriptReferences {
    /**
     * The limit of a chain's total nesting depth, where each declaration adds some levels. Networks have about ten
     * levels of modules, each with a class and a method here.
     */
    static final int MAX_DEPTH = 400;

    private static final int PER_DECLARATION = 4;

    private final Map<String, Set<String>> references = new LinkedHashMap<>();
    private final Map<String, Integer> nesting = new HashMap<>();
    private final Map<String, Integer> heights = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    /** Records the nesting depth of a function or method. */
    void nesting(String name, int levels) {
        nesting.put(name, levels);
    }

    void add(String from, String to) {
        // A method is resolved with its class.
        if (!from.startsWith(to + ".")) {
            references.computeIfAbsent(from, key -> new LinkedHashSet<>()).add(to);
        }
    }

    /**
     * Checks the chains that start at a declaration.
     *
     * @throws ScriptRefusal if the total depth of one exceeds {@link #MAX_DEPTH}
     */
    void check(String name, int line) {
        height(name, line, 0);
    }

    private int height(String name, int line, int depth) {
        Integer known = heights.get(name);
        int own = PER_DECLARATION + nesting.getOrDefault(name, 0);
        if (depth + (known == null ? own : known) > MAX_DEPTH) {
            throw new ScriptRefusal(
                    line, "begins a chain of declarations with more than " + MAX_DEPTH + " levels in total");
        }
        if (known != null) {
            return known;
        }
        if (!open.add(name)) {
            throw new ScriptRefusal(line, "begins a cycle of declarations that refer to each other");
        }
        int highest = 0;
        for (String next : references.getOrDefault(name, Set.of())) {
            highest = Math.max(highest, height(next, line, depth + own));
        }
        open.remove(name);
        heights.put(name, highest + own);
        return highest + own;
    }
}
