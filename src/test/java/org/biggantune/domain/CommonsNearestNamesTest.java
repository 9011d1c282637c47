package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommonsNearestNamesTest {
    private static final List<String> KNOWN = List.of(
            "computer keyboard", "great grey owl", "tench, Tinca tinca", "bench", "crane", "crate", "crane", "cradle");
    private final CommonsNearestNames nearest = new CommonsNearestNames();

    @Test
    void nearest_misspelling_findsTheName() {
        assertThat(nearest.nearest("great gray owl", KNOWN)).containsExactly("great grey owl");
        assertThat(nearest.nearest("COMPUTER_KEYBORD", KNOWN)).containsExactly("computer keyboard");
        assertThat(nearest.nearest("tinca tinka", KNOWN)).containsExactly("tench, Tinca tinca");
    }

    @Test
    void nearest_twoLettersSwapped_countAsOneEdit() {
        assertThat(nearest.nearest("carne", KNOWN)).containsExactly("crane");
        assertThat(nearest.nearest("--gird", List.of("--grid", "--out"))).containsExactly("--grid");
    }

    @Test
    void nearest_severalNames_theNearestComesFirstAndEachOnce() {
        assertThat(nearest.nearest("crande", KNOWN)).containsExactly("crane", "crate", "cradle");
        assertThat(nearest.nearest("tencha", KNOWN)).containsExactly("tench, Tinca tinca", "bench");
    }

    @Test
    void nearest_oneWordOfAName_findsIt() {
        assertThat(nearest.nearest("keyboard", KNOWN)).containsExactly("computer keyboard");
        assertThat(nearest.nearest("owl", KNOWN)).containsExactly("great grey owl");
    }

    @Test
    void nearest_nothingAlike_isEmpty() {
        assertThat(nearest.nearest("volcano", KNOWN)).isEmpty();
        assertThat(nearest.nearest("", KNOWN)).isEmpty();
    }
}
