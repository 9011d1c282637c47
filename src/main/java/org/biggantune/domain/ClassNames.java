package org.biggantune.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The class names of a generator or classifier, in the order of its rows. Immutable, safe for threads.
 *
 * <p>A name is looked up as it is spelt, then without regard to case, then without regard to case, spaces, underscores
 * and hyphens; the first of these that finds anything decides. A name with commas, as ImageNet lists its synonyms
 * ({@code tench, Tinca tinca}), is found whole and by each of its synonyms. Where the classes are ImageNet's, WordNet's
 * synonyms and ids ({@code n01440764}) are known too; a name of the model itself goes first.
 */
public final class ClassNames {
    /** Names that a message lists in full. */
    private static final int MOST_LISTED = 12;

    private final String owner;
    private final List<String> names;
    private final Optional<String> model;

    /** Built at the first look-up; two threads may both build it, to the same content. */
    private volatile @Nullable Lookup lookup;

    /**
     * What finds rows.
     *
     * @param own rows by the model's own names
     * @param synsets row to what WordNet says of the class
     * @param synonyms rows by WordNet's words and ids
     */
    private record Lookup(NameIndex own, Map<Integer, Synset> synsets, NameIndex synonyms) {
        static Lookup of(List<String> names) {
            NameIndex own = new NameIndex();
            for (int row = 0; row < names.size(); row++) {
                own.addWithSynonyms(names.get(row), row);
            }
            NameIndex synonyms = new NameIndex();
            Map<Integer, Synset> synsets = ImageNet.among(names);
            synsets.forEach((row, synset) -> {
                synonyms.addWithSynonyms(String.join(", ", synset.words()), row);
                synonyms.add(synset.id(), row);
            });
            return new Lookup(own, Map.copyOf(synsets), synonyms);
        }
    }

    /**
     * Makes the list of names.
     *
     * @param owner what has these classes, for messages: {@code generator} or {@code classifier}
     * @param names one name a class, in row order; an empty string where a class has none
     */
    public ClassNames(String owner, List<String> names) {
        this(owner, names, Optional.empty());
    }

    /**
     * Makes the list of names of a model that {@code biggan-tune classes} can list.
     *
     * @param model the model's name or file, as the user gives it
     */
    public ClassNames(String owner, List<String> names, String model) {
        this(owner, names, Optional.of(model));
    }

    private ClassNames(String owner, List<String> names, Optional<String> model) {
        this.owner = Objects.requireNonNull(owner, "owner");
        this.names = List.copyOf(names);
        this.model = model;
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
     * What WordNet says of a class.
     *
     * @param index zero-based row
     * @return empty where the class is not known to be one of ImageNet's
     */
    public Optional<Synset> synset(int index) {
        return Optional.ofNullable(lookup().synsets().get(index));
    }

    /**
     * The row of another model's class: the row at the same place where it has the name too (ImageNet has names twice),
     * else the one row that has it. A name with commas is looked for whole, then by each of its synonyms.
     *
     * @param label a class of another model
     * @return the row; empty where no class has the name, or several have
     */
    public OptionalInt indexOf(ClassLabel label) {
        List<Integer> found = List.of();
        for (String name : waysToSay(label.name())) {
            found = indicesOf(name);
            if (!found.isEmpty()) {
                break;
            }
        }
        if (found.contains(label.index())) {
            return OptionalInt.of(label.index());
        }
        return found.size() == 1 ? OptionalInt.of(found.get(0)) : OptionalInt.empty();
    }

    /**
     * All rows that share a name.
     *
     * @param name a name, a synonym or a WordNet id
     * @return rows in ascending order, unmodifiable; empty where no class has the name
     */
    public List<Integer> indicesOf(String name) {
        List<Integer> own = lookup().own().find(name);
        List<Integer> found = own.isEmpty() ? lookup().synonyms().find(name) : own;
        return found.stream().sorted().toList();
    }

    /**
     * Rows that share a name, for a message that ends in what to do.
     *
     * @param shared the rows
     * @return for example {@code 134 "crane" (n02012849, wading bird) or 517 "crane" (n03126707, lifting device); give
     *     the number or the WordNet id}
     */
    String describe(List<Integer> shared) {
        return summary(shared) + "; give the number"
                + (shared.stream().allMatch(row -> synset(row).isPresent()) ? " or the WordNet id" : "");
    }

    /** Some of the classes, for a message: {@code 134 "crane" (n02012849, wading bird) or …}. */
    public String summary(List<Integer> rows) {
        return rows.stream().map(this::described).collect(Collectors.joining(" or "));
    }

    /** Whether {@link #summary} lists all names. */
    boolean areFew() {
        return names.stream().filter(name -> !name.isEmpty()).count() <= MOST_LISTED;
    }

    /** All names where they are few, else the first and the last; those that are empty left out. */
    public String summary() {
        List<String> quoted = names.stream()
                .filter(name -> !name.isEmpty())
                .map(name -> '"' + name + '"')
                .toList();
        return areFew() ? String.join(", ", quoted) : quoted.get(0) + " … " + quoted.get(quoted.size() - 1);
    }

    /** The command that lists the classes; empty where the list is no model's. */
    public Optional<String> listing() {
        return model.map(ClassNames::listing);
    }

    /**
     * The command that lists a model's classes.
     *
     * @param model the model's name or file, as the user gives it
     */
    public static String listing(String model) {
        return "biggan-tune classes " + quoted(model);
    }

    /** A word of a command line, in quotes where a shell would not take it as it is. */
    public static String quoted(String word) {
        boolean plain = word.matches("[\\w./:@%+=-]+") && !word.startsWith("-");
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private String described(int row) {
        return label(row)
                + synset(row)
                        .map(synset -> " (" + synset.id() + ", " + synset.kind() + ")")
                        .orElse("");
    }

    /** A name whole, its WordNet id, and each of its synonyms. */
    private static List<String> waysToSay(String name) {
        List<String> ways = new ArrayList<>(List.of(name));
        String rest = name;
        Optional<String> id = ImageNet.id(name);
        if (id.isPresent()) {
            ways.add(id.get());
            rest = name.strip().substring(id.get().length());
        }
        for (String synonym : rest.split(",", -1)) {
            ways.add(synonym.strip());
        }
        return ways;
    }

    private Lookup lookup() {
        Lookup known = lookup;
        if (known == null) {
            known = Lookup.of(names);
            lookup = known;
        }
        return known;
    }
}
