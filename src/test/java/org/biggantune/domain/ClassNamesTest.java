package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.domain.failure.InvalidOptionException;
import org.junit.jupiter.api.Test;

class ClassNamesTest {
    private final ClassNames names = new ClassNames(
            "generator",
            List.of("tench, Tinca tinca", "crane", "Polo shirt", "polo_shirt", "crane", "art_gallery", ""));

    @Test
    void indexOf_wholeNameAndSynonyms_findTheClass() {
        assertThat(names.indexOf("tench, Tinca tinca")).hasValue(0);
        assertThat(names.indexOf("tench")).hasValue(0);
        assertThat(names.indexOf(" tinca TINCA ")).hasValue(0);
        assertThat(names.indexOf("tinca_tinca")).hasValue(0);
    }

    @Test
    void indexOf_severalSpellings_theExactOneDecides() {
        assertThat(names.indexOf("Polo shirt")).hasValue(2);
        assertThat(names.indexOf("polo_shirt")).hasValue(3);
        assertThat(names.indexOf("POLO SHIRT")).hasValue(2);
        assertThat(names.indicesOf("poloshirt")).containsExactly(2, 3);
        assertThat(names.indexOf("Art-Gallery")).hasValue(5);
    }

    @Test
    void indexOf_unknownOrEmpty_isEmpty() {
        assertThat(names.indexOf("owl")).isEmpty();
        assertThat(names.indexOf("")).isEmpty();
        assertThat(names.indexOf(" ")).isEmpty();
        assertThat(names.indexOf("tinca")).isEmpty();
    }

    @Test
    void indexOf_sharedName_listsTheIndices() {
        assertThatThrownBy(() -> names.indexOf("Crane"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("class name \"Crane\" is ambiguous: classes 1 and 4 of the generator share it; "
                        + "give the number");
    }

    @Test
    void indexOf_nameThatIsAnotherClassesSynonym_isAmbiguous() {
        ClassNames imagenet = new ClassNames("classifier", List.of("maillot", "maillot, tank suit", "maillot"));
        assertThatThrownBy(() -> imagenet.indexOf("maillot"))
                .hasMessageContaining("classes 0, 1 and 2 of the classifier");
        assertThat(imagenet.indexOf("tank suit")).hasValue(1);
    }

    @Test
    void label_beyondTheList_hasNoName() {
        assertThat(names.label(1)).isEqualTo(new ClassLabel(1, "crane"));
        assertThat(names.label(700)).isEqualTo(new ClassLabel(700, ""));
    }

    @Test
    void constructor_copiesTheList() {
        List<String> mutable = new ArrayList<>(List.of("a"));
        ClassNames copy = new ClassNames("generator", mutable);
        mutable.set(0, "b");
        assertThat(copy.asList()).containsExactly("a");
        assertThat(copy.size()).isEqualTo(1);
        assertThat(new ClassNames("generator", List.of()).size()).isZero();
    }
}
