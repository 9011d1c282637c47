package org.biggantune.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/**
 * Finds the nearest names by Damerau–Levenshtein distance. A name is near if at most a third of the wanted letters must
 * change, or if it contains the wanted text as a whole word. For a name with commas the nearest synonym counts.
 */
public final class NearestNames {
    private static final int MOST_NAMES = 3;

    private NearestNames() {}

    private record Candidate(String name, int distance) {}

    /**
     * Returns the known names nearest to a wanted one, for "did you mean" in messages.
     *
     * @param wanted what the user wrote
     * @param known the existing names
     * @return near names, the most likely first; empty if none is near
     */
    public static List<String> nearest(String wanted, Collection<String> known) {
        String plain = plain(wanted);
        if (plain.isEmpty()) {
            return List.of();
        }
        DamerauLevenshteinDistance edits = new DamerauLevenshteinDistance(Math.max(1, plain.length() / 3));
        return known.stream()
                .distinct()
                .map(name -> new Candidate(name, distance(plain, name, edits)))
                .filter(candidate -> candidate.distance() >= 0)
                .sorted(Comparator.comparingInt(Candidate::distance))
                .limit(MOST_NAMES)
                .map(Candidate::name)
                .toList();
    }

    /** Returns the end of a message that asks whether one of these names was meant; empty if there is none. */
    public static String question(List<String> near) {
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }

    /** Returns the smallest distance over the synonyms of a name; −1 if none is near. */
    private static int distance(String wanted, String name, DamerauLevenshteinDistance edits) {
        int least = -1;
        for (String synonym : name.split(",", -1)) {
            String plain = plain(synonym);
            int distance = edits.apply(wanted, plain);
            if (distance < 0 && wanted.length() > 2 && (" " + plain + " ").contains(" " + wanted + " ")) {
                // A whole word of a longer name ranks after every misspelling.
                distance = edits.getThreshold() + 1;
            }
            if (distance >= 0 && (least < 0 || distance < least)) {
                least = distance;
            }
        }
        return least;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_/-]+", " ").strip();
    }
}
