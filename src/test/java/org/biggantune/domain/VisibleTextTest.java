package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VisibleTextTest {
    /** One or more of every group in Unicode's table of categories Cc, Cf, Zl and Zp, first and last of long ranges. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 8, 9, 0xa, 0xd, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0xad, 0x61c, 0x180e, 0x200b, 0x200d,
                0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xfeff, 0xfff9
            })
    void line_characterThatActs_isEscaped(int character) {
        assertThat(VisibleText.line("a" + Character.toString(character) + "b"))
                .isEqualTo(String.format("a\\u%04xb", character));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t-shirt", "größe ä", "日本", "ελληνικά", "חולצה", "👕", "100 %", "a\\u001bb", "é"})
    void line_ordinaryText_staysAsItIs(String text) {
        assertThat(VisibleText.line(text)).isSameAs(text);
    }

    @Test
    void line_invisibleTagBeyondTheBasicPlane_isEscapedAsAPair() {
        assertThat(VisibleText.line("a\udb40\udc01b")).isEqualTo("a\\udb40\\udc01b");
    }

    @Test
    void line_halfOfAPair_isEscaped() {
        assertThat(VisibleText.line("\ud83da")).isEqualTo("\\ud83da");
    }

    @Test
    void lines_lineFeeds_stay() {
        assertThat(VisibleText.lines("a\nb\r\n\tc\u001b[2J\n")).isEqualTo("a\nb\\u000d\n\\u0009c\\u001b[2J\n");
    }
}
