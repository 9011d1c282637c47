package org.biggantune.domain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** ImageNet's 1,000 classes (ILSVRC 2012), in the order in which generators and classifiers number them. */
public final class ImageNet {
    private static final String RESOURCE = "imagenet_synsets.tsv";
    private static final Pattern ID = Pattern.compile("\\s*(n\\d{8})\\b.*", Pattern.DOTALL);

    private ImageNet() {}

    /** The classes, read at first use. */
    private static final class Classes {
        static final List<Synset> SYNSETS = read();
        static final Map<String, Synset> BY_ID =
                SYNSETS.stream().collect(Collectors.toMap(Synset::id, synset -> synset));
        static final NameIndex NAMES = namesOf(SYNSETS);
    }

    /** {@return the classes, unmodifiable} */
    public static List<Synset> synsets() {
        return Classes.SYNSETS;
    }

    /** {@return the names of the classes, the first word of each synset} */
    public static List<String> names() {
        return Classes.SYNSETS.stream().map(Synset::name).toList();
    }

    /**
     * Replaces names that are or begin with a WordNet id by the name of the ImageNet class. If two classes share that
     * name, it is only replaced if the position identifies the class.
     *
     * @param names names as in a synset file, such as {@code n03085013 computer keyboard, keypad}
     * @return the names, in the same order
     */
    public static List<String> withoutIds(List<String> names) {
        boolean all = names.size() == Classes.SYNSETS.size();
        List<String> plain = new ArrayList<>();
        for (int row = 0; row < names.size(); row++) {
            String name = names.get(row);
            Optional<Synset> synset = id(name).map(Classes.BY_ID::get);
            boolean placed = all && synset.equals(Optional.of(Classes.SYNSETS.get(row)));
            plain.add(synset.map(Synset::name)
                    .filter(found -> placed || Classes.NAMES.find(found).size() == 1)
                    .orElse(name));
        }
        return plain;
    }

    /**
     * Returns the WordNet id that a name is or begins with, as in {@code n03085013 computer keyboard, keypad}.
     *
     * @return the id; empty if there is none
     */
    static Optional<String> id(String name) {
        Matcher matcher = ID.matcher(name);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * Identifies the ImageNet classes among a model's classes. A name that is or begins with a WordNet id identifies
     * the class. Other names count in a list of 1,000 if at least half of them are ImageNet's at the same position, and
     * in any other list if every non-empty name is that of an ImageNet class.
     *
     * @param names the model's names in the order of its classes
     * @return the identified classes by index
     */
    static Map<Integer, Synset> among(List<String> names) {
        Map<Integer, Synset> found = inPlace(names);
        if (found.size() * 2 < Classes.SYNSETS.size()) {
            found = byName(names);
        }
        found.putAll(byId(names));
        return found;
    }

    private static Map<Integer, Synset> byId(List<String> names) {
        Map<Integer, Synset> found = new HashMap<>();
        for (int row = 0; row < names.size(); row++) {
            Optional<Synset> synset = id(names.get(row)).map(Classes.BY_ID::get);
            if (synset.isPresent()) {
                found.put(row, synset.get());
            }
        }
        return found;
    }

    /** Matches names by position if the list has as many classes as ImageNet. */
    private static Map<Integer, Synset> inPlace(List<String> names) {
        Map<Integer, Synset> found = new HashMap<>();
        if (names.size() == Classes.SYNSETS.size()) {
            IntStream.range(0, names.size())
                    .filter(row -> Classes.NAMES.find(names.get(row)).contains(row))
                    .forEach(row -> found.put(row, Classes.SYNSETS.get(row)));
        }
        return found;
    }

    private static Map<Integer, Synset> byName(List<String> names) {
        Map<Integer, Synset> found = new HashMap<>();
        for (int row = 0; row < names.size(); row++) {
            String name = names.get(row);
            if (name.isEmpty() || id(name).isPresent()) {
                continue;
            }
            List<Integer> numbers = Classes.NAMES.find(name).stream()
                    .filter(number -> isNameOf(name, Classes.SYNSETS.get(number)))
                    .toList();
            if (numbers.isEmpty()) {
                return new HashMap<>();
            }
            if (numbers.contains(row)) {
                found.put(row, Classes.SYNSETS.get(row));
            } else if (numbers.size() == 1) {
                found.put(row, Classes.SYNSETS.get(numbers.get(0)));
            }
        }
        return found;
    }

    /** Whether a name is the class's first word or its complete list of synonyms, but not another single synonym. */
    private static boolean isNameOf(String name, Synset synset) {
        return NameIndex.sameSpelling(name, synset.name())
                || NameIndex.sameSpelling(name, String.join(", ", synset.words()));
    }

    private static NameIndex namesOf(List<Synset> synsets) {
        NameIndex index = new NameIndex();
        for (int number = 0; number < synsets.size(); number++) {
            index.addWithSynonyms(String.join(", ", synsets.get(number).words()), number);
        }
        return index;
    }

    private static List<Synset> read() {
        try (InputStream in = ImageNet.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the list of classes " + RESOURCE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(ImageNet::synset)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Synset synset(String line) {
        String[] cells = line.split("\t", -1);
        return new Synset(cells[0], Arrays.asList(cells[1].split(", ", -1)), cells[2]);
    }
}
