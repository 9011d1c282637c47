package org.biggantune.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * The class names of a generator or classifier, in the order of its rows. Immutable.
 *
 * <p>A name is looked up as it is spelt, then without regard to case, then without regard to case, spaces, underscores
 * and hyphens; the first of these that finds anything decides. A name with commas, as ImageNet lists its synonyms
 * ({@code tench, Tinca tinca}), is found whole and by each of its synonyms.
 */
public final class ClassNames {
    private final String owner;
    private final List<String> names;
    private final List<UnaryOperator<String>> spellings =
            List.of(UnaryOperator.identity(), ClassNames::withoutCase, ClassNames::withoutSeparators);
    private final List<Map<String, Set<Integer>>> rows = new ArrayList<>();

    /**
     * Makes the list of names.
     *
     * @param owner what has these classes, for messages: {@code generator} or {@code classifier}
     * @param names one name a class, in row order; an empty string where a class has none
     */
    public ClassNames(String owner, List<String> names) {
        this.owner = Objects.requireNonNull(owner, "owner");
        this.names = List.copyOf(names);
        for (UnaryOperator<String> spelling : spellings) {
            rows.add(rowsBySpelling(this.names, spelling));
        }
    }

    /** {@return what has these classes, as given to the constructor} */
    public String owner() {
        return owner;
    }

    /** {@return the number of names, which may differ from the model's number of classes} */
    public int size() {
        return names.size();
    }

    /** {@return all names in row order, unmodifiable} */
    public List<String> asList() {
        return names;
    }

    /**
     * The label of a row.
     *
     * @param index zero-based row
     * @return its label, with an empty name where the list has none for it
     */
    public ClassLabel label(int index) {
        return new ClassLabel(index, index < names.size() ? names.get(index) : "");
    }

    /**
     * The row of a name.
     *
     * @param name a name or a synonym
     * @return the row; empty where no class has the name
     * @throws InvalidOptionException where several classes share the name; the message lists them
     */
    public OptionalInt indexOf(String name) {
        List<Integer> found = indicesOf(name);
        if (found.size() > 1) {
            throw new InvalidOptionException(
                    String.format(Locale.ROOT, "class name \"%s\" is ambiguous: %s", name.strip(), describe(found)));
        }
        return found.isEmpty() ? OptionalInt.empty() : OptionalInt.of(found.get(0));
    }

    /**
     * All rows that share a name.
     *
     * @param name a name or a synonym
     * @return rows in ascending order, unmodifiable; empty where no class has the name
     */
    public List<Integer> indicesOf(String name) {
        String wanted = name.strip();
        for (int i = 0; i < rows.size(); i++) {
            Set<Integer> found = rows.get(i).get(spellings.get(i).apply(wanted));
            if (found != null) {
                return List.copyOf(found);
            }
        }
        return List.of();
    }

    /**
     * One half-sentence about rows that share a name, which ends in what to do.
     *
     * @param shared the rows
     * @return for example {@code classes 134 and 517 of the generator share it; give the number}
     */
    String describe(List<Integer> shared) {
        String all = shared.stream().map(String::valueOf).collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        String list = all.substring(0, last) + " and " + all.substring(last + 2);
        return "classes " + list + " of the " + owner + " share it; give the number";
    }

    private static Map<String, Set<Integer>> rowsBySpelling(List<String> names, UnaryOperator<String> spelling) {
        Map<String, Set<Integer>> rows = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            List<String> synonyms = new ArrayList<>(List.of(names.get(i).split(",", -1)));
            synonyms.add(names.get(i));
            for (String synonym : synonyms) {
                String key = spelling.apply(synonym.strip());
                if (!key.isEmpty()) {
                    rows.computeIfAbsent(key, unused -> new LinkedHashSet<>()).add(i);
                }
            }
        }
        return rows;
    }

    private static String withoutCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String withoutSeparators(String name) {
        return withoutCase(name).replaceAll("[\\s_-]+", "");
    }
}
