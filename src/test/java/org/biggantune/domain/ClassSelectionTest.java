package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassSelectionTest {
    private static final ClassNames NAMES = new ClassNames(
            "generator",
            IntStream.range(0, 1001)
                    .mapToObj(i -> switch (i) {
                        case 0 -> "tench, Tinca tinca";
                        case 24 -> "great grey owl";
                        case 134, 517 -> "crane";
                        case 508 -> "computer keyboard";
                        case 600 -> "508";
                        case 1000 -> "beyond";
                        default -> "thing " + i;
                    })
                    .toList());

    @TempDir
    private Path folder;

    private static List<Integer> rows(String... expressions) {
        return ClassSelection.parse(List.of(expressions), NAMES, 1000).stream()
                .map(ClassLabel::index)
                .toList();
    }

    @Test
    void parse_numbersAndRanges_keepsTheirOrder() {
        assertThat(rows("508")).containsExactly(508);
        assertThat(rows("3,7,10-12")).containsExactly(3, 7, 10, 11, 12);
        assertThat(rows("12 - 13, 3", "11-12", "003")).containsExactly(12, 13, 3, 11);
        assertThat(rows("999")).containsExactly(999);
    }

    @Test
    void parse_names_areFoundAndMixWithNumbers() {
        assertThat(rows("great grey owl")).containsExactly(24);
        assertThat(rows("Great_Grey-Owl, 3 ,computer keyboard,1-2")).containsExactly(24, 3, 508, 1, 2);
        assertThat(ClassSelection.parse(List.of("508"), NAMES, 1000))
                .containsExactly(new ClassLabel(508, "computer keyboard"));
    }

    @Test
    void parse_wholeNameWithComma_winsOverTheList() {
        assertThat(rows("tench, Tinca tinca")).containsExactly(0);
        assertThat(rows("tench, 5")).containsExactly(0, 5);
    }

    @Test
    void parse_numberThatIsAlsoAName_isARow() {
        assertThat(rows("508")).containsExactly(508);
        assertThat(rows("1,508")).containsExactly(1, 508);
    }

    @Test
    void parse_all_selectsEveryClassOnceAfterEarlierOnes() {
        assertThat(rows("5", "ALL")).hasSize(1000).startsWith(5, 0, 1).endsWith(999);
    }

    @Test
    void parse_file_readsOneExpressionALine() throws IOException {
        Path list = folder.resolve("classes.txt");
        Files.writeString(list, "\uFEFF# birds\r\n\r\n great grey owl # a bird\r\n10-12,508\r\n  7\n");
        assertThat(rows("1", "@" + list)).containsExactly(1, 24, 10, 11, 12, 508, 7);
    }

    @Test
    void parse_fileWithBadLine_namesFileAndLine() throws IOException {
        Path list = folder.resolve("classes.txt");
        Files.writeString(list, "1\n\n5000\n");
        assertThatThrownBy(() -> rows("@" + list))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--class 5000: the generator has classes 0–999 (" + list + " line 3)");
        Files.writeString(list, "@" + list);
        assertThatThrownBy(() -> rows("@" + list))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("a list file cannot name another list file");
    }

    @Test
    void parse_unreadableFiles_areNamed() throws IOException {
        assertThatThrownBy(() -> rows("@" + folder.resolve("no.txt")))
                .isInstanceOf(MissingInputException.class)
                .hasMessage("--class @" + folder.resolve("no.txt") + ": no such file");
        assertThatThrownBy(() -> rows("@" + folder))
                .isInstanceOf(MissingInputException.class)
                .hasMessageContaining("not a file");
        assertThatThrownBy(() -> rows("@")).isInstanceOf(MissingInputException.class);
        Path binary = Files.write(folder.resolve("b"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertThatThrownBy(() -> rows("@" + binary))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("not a UTF-8 text file");
        Path empty = Files.writeString(folder.resolve("e"), "# none\n");
        assertThatThrownBy(() -> rows("@" + empty))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("the file lists no class");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1000 | --class 1000: the generator has classes 0–999
            99999999999999999999 | --class 99999999999999999999: the generator has classes 0–999
            990-1000 | --class 990-1000: the generator has classes 0–999
            -5 | --class -5: the generator has classes 0–999
            beyond | --class "beyond": it is class 1000, but the generator has classes 0–999
            12-10 | --class 12-10: the range runs backwards; write it as 10-12
            1,,2 | --class "1,,2": an empty item; expected numbers, ranges or names separated by commas
            crane | --class "crane": ambiguous: 134 "crane" or 517 "crane"; give the number
            """)
    void parse_badExpression_saysWhatWasExpected(String expression, String message) {
        assertThatThrownBy(() -> rows(expression))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage(message);
    }

    @Test
    void parse_unknownName_suggestsUpToThree() {
        ClassNames birds =
                new ClassNames("generator", List.of("crake", "crane", "tench, Tinca tinca", "cranes", "crank"));
        assertThatThrownBy(() -> ClassSelection.parse(List.of("cranne"), birds, 5))
                .hasMessage("--class \"cranne\": no class of the generator has this name; "
                        + "did you mean \"crane\" or \"crake\" or \"cranes\"?");
        assertThatThrownBy(() -> ClassSelection.parse(List.of("tensh"), birds, 5))
                .hasMessageEndingWith("did you mean \"tench, Tinca tinca\"?");
    }

    @Test
    void parse_unknownNameLikeNone_saysWhatWasExpected() {
        assertThatThrownBy(() -> rows("2,elephant"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--class \"elephant\": no class of the generator has this name; "
                        + "give a name it knows or a number from 0 to 999");
    }

    @Test
    void parse_withoutNames_takesNumbersOnly() {
        ClassNames none = new ClassNames("classifier", List.of());
        assertThat(ClassSelection.parse(List.of("3"), none, 10)).containsExactly(new ClassLabel(3, ""));
        assertThatThrownBy(() -> ClassSelection.parse(List.of("cat"), none, 10))
                .hasMessage("--class \"cat\": the classifier has no class names; give a number from 0 to 9");
    }

    @Test
    void parse_nothing_isRefused() {
        assertThatThrownBy(ClassSelectionTest::rows).hasMessageStartingWith("--class: nothing selected");
        assertThatThrownBy(() -> rows("  ")).hasMessageContaining("an empty item");
    }

    @Test
    void parse_unknownNameAmongFew_listsThemAll() {
        ClassNames few = new ClassNames("generator", List.of("t-shirt", "trouser", "bag"));
        assertThatThrownBy(() -> ClassSelection.parse(List.of("dog"), few, 3))
                .hasMessage("--class \"dog\": no class of the generator has this name; give one of \"t-shirt\","
                        + " \"trouser\", \"bag\" or a number from 0 to 2");
    }

    @Test
    void parse_ambiguousNameOfImageNet_tellsTheChoicesApart() {
        ClassNames imageNet = new ClassNames("generator", ImageNet.names(), "big");
        assertThatThrownBy(() -> ClassSelection.parse(List.of("crane"), imageNet, 1000))
                .hasMessage("--class \"crane\": ambiguous: 134 \"crane\" (n02012849, wading bird) or 517 \"crane\""
                        + " (n03126707, lifting device); give the number or the WordNet id");
        assertThatThrownBy(() -> ClassSelection.parse(List.of("Maillot"), imageNet, 1000))
                .hasMessageContaining("638 \"maillot\" (n03710637, tights) or 639 \"maillot\" (n03710721, swimsuit)");
        assertThat(ClassSelection.parse(List.of("n03710721,keypad"), imageNet, 1000))
                .containsExactly(new ClassLabel(639, "maillot"), new ClassLabel(508, "computer keyboard"));
    }

    @Test
    void parse_classOfImageNetOnOtherClasses_saysWhichItIsAndHowToGetIt() {
        ClassNames few = new ClassNames("generator", List.of("t-shirt", "trouser", "bag"), "demo");
        String how = " \"computer keyboard\": for a generator with its 1,000 classes run biggan-tune models install"
                + " biggan-deep-256 and give --generator biggan-deep-256";
        assertThatThrownBy(() -> ClassSelection.parse(List.of("508"), few, 3))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--class 508: the generator has classes 0–2; list them with: biggan-tune classes demo;"
                        + " in ImageNet it is 508" + how);
        assertThatThrownBy(() -> ClassSelection.parse(List.of("n03085013"), few, 3))
                .hasMessageStartingWith("--class \"n03085013\": no class of the generator has this name; give one of")
                .hasMessageEndingWith("list them with: biggan-tune classes demo; in ImageNet it is 508" + how);
        ClassNames near = new ClassNames("generator", List.of("computer keyboards", "bag"), "demo");
        assertThatThrownBy(() -> ClassSelection.parse(List.of("computer keyboard"), near, 2))
                .hasMessage("--class \"computer keyboard\": no class of the generator has this name; did you mean"
                        + " \"computer keyboards\"? Or list them with: biggan-tune classes demo; in ImageNet it is 508"
                        + how);
        assertThatThrownBy(() -> ClassSelection.parse(List.of("1000"), few, 3))
                .hasMessage("--class 1000: the generator has classes 0–2; list them with: biggan-tune classes demo");
        ClassNames target = new ClassNames("target", List.of("t-shirt"));
        assertThatThrownBy(() -> ClassSelection.parse(List.of("508"), target, 1))
                .hasMessage("--class 508: the target has classes 0–0");
    }

    @Test
    void parse_misspeltSynonym_suggestsTheClassesName() {
        ClassNames imageNet = new ClassNames("generator", ImageNet.names(), "big");
        assertThatThrownBy(() -> ClassSelection.parse(List.of("kepad"), imageNet, 1000))
                .hasMessage("--class \"kepad\": no class of the generator has this name; did you mean \"computer"
                        + " keyboard\"? Or list them with: biggan-tune classes big");
    }
}
