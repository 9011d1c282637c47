package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassLabelTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            508 | computer keyboard | 0508-computer-keyboard
            0 | tench, Tinca tinca | 0000-tench-tinca-tinca
            12345 | /a/airfield | 12345-a-airfield
            7 | '  __Café--au lait!? ' | 0007-caf-au-lait
            7 | '' | 0007-class
            7 | '日本' | 0007-class
            7 | '-' | 0007-class
            7 | ../../etc | 0007-etc
            """)
    void directoryName_ofAnyName_isPlainAscii(int index, String name, String expected) {
        assertThat(new ClassLabel(index, name).directoryName()).isEqualTo(expected);
    }

    @Test
    void directoryName_ofLongName_isCutWithoutHyphenAtItsEnd() {
        String directory = new ClassLabel(1, "a".repeat(99) + " " + "b".repeat(300)).directoryName();
        assertThat(directory).isEqualTo("0001-" + "a".repeat(99));
    }

    @Test
    void toString_withAndWithoutName_isReadable() {
        assertThat(new ClassLabel(5, "cat")).hasToString("5 \"cat\"");
        assertThat(new ClassLabel(5, "")).hasToString("5");
    }

    @Test
    void constructor_negativeIndex_isRefused() {
        assertThatThrownBy(() -> new ClassLabel(-1, "x")).isInstanceOf(IllegalArgumentException.class);
    }
}
