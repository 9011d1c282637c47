package org.biggantune.archive.script;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which declaration of a program names which others. libtorch reads what is named before it goes on with what names it, by
 * recursion: a long chain ends the process as deep nesting does.
 */
final class ScriptReferences {
    /**
     * How deep a chain may nest, its declarations taken together, each of them counting some levels by itself: networks have
     * some ten levels of modules, each a class and a method here.
     */
    static final int MAX_DEPTH = 400;

    private static final int BY_ITSELF = 4;

    private final Map<String, Set<String>> references = new LinkedHashMap<>();
    private final Map<String, Integer> nesting = new HashMap<>();
    private final Map<String, Integer> heights = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    /** Notes how deep a function or method nests. */
    void nesting(String name, int levels) {
        nesting.put(name, levels);
    }

    void add(String from, String to) {
        // A method is read with its class.
        if (!from.startsWith(to + ".")) {
            references.computeIfAbsent(from, key -> new LinkedHashSet<>()).add(to);
        }
    }

    /**
     * Checks the chains that begin at a declaration.
     *
     * @throws ScriptRefusal if one is longer than {@link #MAX_DEPTH} levels together
     */
    void check(String name, int line) {
        height(name, line, 0);
    }

    private int height(String name, int line, int depth) {
        Integer known = heights.get(name);
        int own = BY_ITSELF + nesting.getOrDefault(name, 0);
        if (depth + (known == null ? own : known) > MAX_DEPTH) {
            throw new ScriptRefusal(
                    line, "begins a chain of declarations that nest deeper than " + MAX_DEPTH + " levels together");
        }
        if (known != null) {
            return known;
        }
        if (!open.add(name)) {
            throw new ScriptRefusal(line, "begins a circle of declarations that name each other");
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
