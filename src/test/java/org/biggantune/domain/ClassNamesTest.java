package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassNamesTest {
    private final ClassNames names = new ClassNames(
            "generator",
            List.of("tench, Tinca tinca", "crane", "Polo shirt", "polo_shirt", "crane", "art_gallery", ""));

    @Test
    void indicesOf_wholeNameAndSynonyms_findTheClass() {
        assertThat(names.indicesOf("tench, Tinca tinca")).containsExactly(0);
        assertThat(names.indicesOf("tench")).containsExactly(0);
        assertThat(names.indicesOf(" tinca TINCA ")).containsExactly(0);
        assertThat(names.indicesOf("tinca_tinca")).containsExactly(0);
    }

    @Test
    void indicesOf_severalSpellings_theExactOneDecides() {
        assertThat(names.indicesOf("Polo shirt")).containsExactly(2);
        assertThat(names.indicesOf("polo_shirt")).containsExactly(3);
        assertThat(names.indicesOf("POLO SHIRT")).containsExactly(2);
        assertThat(names.indicesOf("poloshirt")).containsExactly(2, 3);
        assertThat(names.indicesOf("Art-Gallery")).containsExactly(5);
    }

    @Test
    void indicesOf_unknownOrEmpty_isEmpty() {
        assertThat(names.indicesOf("owl")).isEmpty();
        assertThat(names.indicesOf("")).isEmpty();
        assertThat(names.indicesOf(" ")).isEmpty();
        assertThat(names.indicesOf("tinca")).isEmpty();
    }

    @Test
    void indicesOf_nameThatIsAnotherClassesSynonym_areBoth() {
        ClassNames swimwear = new ClassNames("classifier", List.of("maillot", "maillot, tank suit", "maillot"));
        assertThat(swimwear.indicesOf("maillot")).containsExactly(0, 1, 2);
        assertThat(swimwear.indicesOf("tank suit")).containsExactly(1);
    }

    @Test
    void indicesOf_synonymsAndWordNetIds_areKnownWhereTheClassesAreImageNets() {
        ClassNames imageNet = new ClassNames("generator", ImageNet.names());
        assertThat(imageNet.indicesOf("n03085013")).containsExactly(508);
        assertThat(imageNet.indicesOf("keypad")).containsExactly(508);
        assertThat(imageNet.indicesOf("Carassius_auratus")).containsExactly(1);
        assertThat(imageNet.indicesOf("computer keyboard, keypad")).containsExactly(508);
        // Its own name goes before 264's synonym, and a synonym of two classes is both.
        assertThat(imageNet.indicesOf("cardigan")).containsExactly(474);
        assertThat(imageNet.indicesOf("panther")).containsExactly(286, 290);
        assertThat(imageNet.synset(508)).map(Synset::id).hasValue("n03085013");
        ClassNames clothes = new ClassNames("generator", List.of("T-shirt", "sandal", "coat"));
        assertThat(clothes.indicesOf("jersey")).as("a class of other data").isEmpty();
        assertThat(clothes.synset(1)).isEmpty();
    }

    @Test
    void indicesOf_otherWaysToNameImageNetsClasses_knowTheSynonymsToo() {
        List<String> ids = ImageNet.synsets().stream().map(Synset::id).toList();
        assertThat(new ClassNames("classifier", ids).indicesOf("computer keyboard"))
                .containsExactly(508);
        List<String> underscores =
                ImageNet.names().stream().map(name -> name.replace(' ', '_')).toList();
        assertThat(new ClassNames("classifier", underscores).indicesOf("n03085013"))
                .containsExactly(508);
        List<String> some = List.of("goldfish", "n03085013 computer keyboard, keypad", "crane");
        ClassNames part = new ClassNames("generator", some);
        assertThat(part.indicesOf("n01443537")).containsExactly(0);
        assertThat(part.indicesOf("keypad")).containsExactly(1);
        assertThat(part.indicesOf("n02012849"))
                .as("which crane it is, nobody knows")
                .isEmpty();
        List<String> finished = new ArrayList<>(Collections.nCopies(509, ""));
        finished.set(134, "crane");
        finished.set(508, "computer keyboard");
        assertThat(new ClassNames("run", finished).indicesOf("keypad"))
                .as("a run of two classes")
                .containsExactly(508);
        assertThat(new ClassNames("run", finished).indicesOf("n02012849")).containsExactly(134);
        List<String> own = new ArrayList<>(ImageNet.names());
        own.set(508, "my keyboard");
        assertThat(new ClassNames("generator", own).indicesOf("keypad")).isEmpty();
        assertThat(new ClassNames("generator", own).indicesOf("n01443537")).containsExactly(1);
    }

    @Test
    void indexOf_classOfAnotherModel_isTheOneAtItsPlaceElseTheOnlyOne() {
        ClassNames imageNet = new ClassNames("classifier", ImageNet.names());
        assertThat(imageNet.indexOf(new ClassLabel(517, "crane"))).hasValue(517);
        assertThat(imageNet.indexOf(new ClassLabel(3, "crane"))).isEmpty();
        assertThat(imageNet.indexOf(new ClassLabel(3, "computer keyboard"))).hasValue(508);
        assertThat(imageNet.indexOf(new ClassLabel(3, "n03085013 keyboard"))).hasValue(508);
        assertThat(imageNet.indexOf(new ClassLabel(3, "tench, Tinca tinca"))).hasValue(0);
        assertThat(imageNet.indexOf(new ClassLabel(3, "class 3"))).isEmpty();
        assertThat(names.indexOf(new ClassLabel(9, "Tinca tinca, a fish"))).hasValue(0);
        assertThat(names.indexOf(new ClassLabel(6, ""))).isEmpty();
    }

    @Test
    void listing_ofAModel_isACommandThatAShellReads() {
        assertThat(ClassNames.listing("demo")).isEqualTo("biggan-tune classes demo");
        assertThat(ClassNames.listing("models/my demo's.pt"))
                .isEqualTo("biggan-tune classes 'models/my demo'\\''s.pt'");
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
