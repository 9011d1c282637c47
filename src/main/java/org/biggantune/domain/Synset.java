package org.biggantune.domain;

import java.util.List;

/**
 * The WordNet 3.0 synset of an ImageNet class.
 *
 * @param id the WordNet id, {@code n} and eight digits, such as {@code n03085013}
 * @param words its synonyms; the first one is the class's name
 * @param kind the first word of its hypernym, such as {@code wading bird} for one {@code crane}
 */
public record Synset(String id, List<String> words, String kind) {
    /** Copies the words. */
    public Synset {
        words = List.copyOf(words);
    }

    /** {@return the name of the class} */
    String name() {
        return words.get(0);
    }
}
