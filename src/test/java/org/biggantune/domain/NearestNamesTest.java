package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    private static final List<String> KNOWN = List.of(
            "computer keyboard", "great grey owl", "tench, Tinca tinca", "bench", "crane", "crate", "crane", "cradle");

    @Test
    void nearest_misspelling_findsTheName() {
        assertThat(NearestNames.nearest("great gray owl", KNOWN)).containsExactly("great grey owl");
        assertThat(NearestNames.nearest("COMPUTER_KEYBORD", KNOWN)).containsExactly("computer keyboard");
        assertThat(NearestNames.nearest("tinca tinka", KNOWN)).containsExactly("tench, Tinca tinca");
    }

    @Test
    void nearest_twoLettersSwapped_countAsOneEdit() {
        assertThat(NearestNames.nearest("carne", KNOWN)).containsExactly("crane");
        assertThat(NearestNames.nearest("--gird", List.of("--grid", "--out"))).containsExactly("--grid");
    }

    @Test
    void nearest_severalNames_theNearestComesFirstAndEachOnce() {
        assertThat(NearestNames.nearest("crande", KNOWN)).containsExactly("crane", "crate", "cradle");
        assertThat(NearestNames.nearest("tencha", KNOWN)).containsExactly("tench, Tinca tinca", "bench");
    }

    @Test
    void nearest_oneWordOfAName_findsIt() {
        assertThat(NearestNames.nearest("keyboard", KNOWN)).containsExactly("computer keyboard");
        assertThat(NearestNames.nearest("owl", KNOWN)).containsExactly("great grey owl");
    }

    @Test
    void nearest_nothingAlike_isEmpty() {
        assertThat(NearestNames.nearest("volcano", KNOWN)).isEmpty();
        assertThat(NearestNames.nearest("", KNOWN)).isEmpty();
    }
}
