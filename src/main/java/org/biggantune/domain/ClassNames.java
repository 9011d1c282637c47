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
 * The class names of a generator or classifier, in the order of its classes. Immutable and thread-safe.
 *
 * <p>A name is looked up exactly, then ignoring case, then ignoring case, spaces, underscores and hyphens; the first of
 * these with a match wins. A name with commas, as in ImageNet's lists of synonyms ({@code tench, Tinca tinca}), matches
 * as a whole and by each of its synonyms. For ImageNet's classes, WordNet's synonyms and ids ({@code n01440764}) match
 * as well; the model's own names take precedence.
 */
public final class ClassNames {
    /** The most names that a message lists in full. */
    private static final int MOST_LISTED = 12;

    private final String owner;
    private final List<String> names;
    private final Optional<String> model;

    /** Built at the first look-up. Two threads may both build it, with the same content. */
    private volatile @Nullable Lookup lookup;

    /**
     * The indices for look-ups.
     *
     * @param own classes by the model's own names
     * @param synsets the WordNet synset of each class
     * @param synonyms classes by WordNet's words and ids
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
     * Creates a list of names.
     *
     * @param owner the kind of model for messages: {@code generator} or {@code classifier}
     * @param names one name per class; an empty string for a class without a name
     */
    public ClassNames(String owner, List<String> names) {
        this(owner, names, Optional.empty());
    }

    /**
     * Creates the list of names of a model that {@code biggan-tune classes} can list.
     *
     * @param model the model's name or file as given by the user
     */
    public ClassNames(String owner, List<String> names, String model) {
        this(owner, names, Optional.of(model));
    }

    private ClassNames(String owner, List<String> names, Optional<String> model) {
        this.owner = Objects.requireNonNull(owner, "owner");
        this.names = List.copyOf(names);
        this.model = model;
    }

    /** {@return the kind of model, as given to the constructor} */
    String owner() {
        return owner;
    }

    /** {@return the number of names, which may differ from the model's number of classes} */
    public int size() {
        return names.size();
    }

    /** {@return all names in the order of the classes, unmodifiable} */
    public List<String> asList() {
        return names;
    }

    /**
     * Returns the label of a class.
     *
     * @param index the zero-based index of the class
     * @return its label, with an empty name if the list has none for it
     */
    public ClassLabel label(int index) {
        return new ClassLabel(index, index < names.size() ? names.get(index) : "");
    }

    /**
     * Returns the WordNet synset of a class.
     *
     * @param index the zero-based index of the class
     * @return empty if the class is not known to be one of ImageNet's
     */
    public Optional<Synset> synset(int index) {
        return Optional.ofNullable(lookup().synsets().get(index));
    }

    /**
     * Finds the class that corresponds to another model's class: the one with the same index if it has the name too
     * (ImageNet has duplicate names), else the only class with the name. A name with commas is looked up as a whole,
     * then by each of its synonyms.
     *
     * @param label a class of another model
     * @return its index; empty if no class or several classes have the name
     */
    public OptionalInt indexOf(ClassLabel label) {
        List<Integer> found = List.of();
        for (String name : spellings(label.name())) {
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
     * Returns all classes with a name.
     *
     * @param name a name, a synonym or a WordNet id
     * @return indices in ascending order, unmodifiable; empty if no class has the name
     */
    public List<Integer> indicesOf(String name) {
        List<Integer> own = lookup().own().find(name);
        List<Integer> found = own.isEmpty() ? lookup().synonyms().find(name) : own;
        return found.stream().sorted().toList();
    }

    /**
     * Describes classes that share a name, for a message that ends with advice.
     *
     * @param shared the indices of the classes
     * @return for example {@code 134 "crane" (n02012849, wading bird) or 517 "crane" (n03126707, lifting device); give
     *     the number or the WordNet id}
     */
    String describe(List<Integer> shared) {
        return summary(shared) + "; give the number"
                + (shared.stream().allMatch(row -> synset(row).isPresent()) ? " or the WordNet id" : "");
    }

    /** Lists some of the classes for a message: {@code 134 "crane" (n02012849, wading bird) or …}. */
    public String summary(List<Integer> rows) {
        return rows.stream().map(this::described).collect(Collectors.joining(" or "));
    }

    /** Whether {@link #summary} lists all names. */
    boolean areFew() {
        return names.stream().filter(name -> !name.isEmpty()).count() <= MOST_LISTED;
    }

    /** Lists the non-empty names for a message: all if there are few, else the first and the last. */
    public String summary() {
        List<String> quoted = names.stream()
                .filter(name -> !name.isEmpty())
                .map(name -> '"' + name + '"')
                .toList();
        return areFew() ? String.join(", ", quoted) : quoted.get(0) + " … " + quoted.get(quoted.size() - 1);
    }

    /** Returns the command that lists the classes; empty if the names do not belong to a model. */
    public Optional<String> listing() {
        return model.map(ClassNames::listing);
    }

    /**
     * Returns the command that lists a model's classes.
     *
     * @param model the model's name or file as given by the user
     */
    public static String listing(String model) {
        return "biggan-tune classes " + quoted(model);
    }

    /** Returns an argument of a command line, quoted if a shell would otherwise interpret it. */
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

    /** Returns the whole name, its WordNet id, and each of its synonyms. */
    private static List<String> spellings(String name) {
        List<String> found = new ArrayList<>(List.of(name));
        String rest = name;
        Optional<String> id = ImageNet.id(name);
        if (id.isPresent()) {
            found.add(id.get());
            rest = name.strip().substring(id.get().length());
        }
        for (String synonym : rest.split(",", -1)) {
            found.add(synonym.strip());
        }
        return found;
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
