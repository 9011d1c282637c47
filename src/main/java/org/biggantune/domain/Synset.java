package org.biggantune.domain;

import java.util.List;

/**
 * What WordNet 3.0 says of a class of ImageNet.
 *
 * @param id the WordNet id, {@code n} and eight digits, such as {@code n03085013}
 * @param words its words, which are synonyms of each other; the first one is the class's name
 * @param kind the first word of what it is a kind of, such as {@code wading bird} of one {@code crane}
 */
public record Synset(String id, List<String> words, String kind) {
    /** Copies the words. */
    public Synset {
        words = List.copyOf(words);
    }

    /** {@return the name that the class goes by} */
    public String name() {
        return words.get(0);
    }
}
