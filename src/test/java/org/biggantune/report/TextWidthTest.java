package org.biggantune.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextWidthTest {
    /** Widths after Unicode's East Asian Width; a combining accent takes none. */
    @ParameterizedTest
    @CsvSource({"abc, 3", "ä, 1", "a\u0301, 1", "日本, 4", "한글, 4", "ｱ, 1", "Ａ, 2", "👕, 2", "→, 1", "█, 1"})
    void of_letters_isWhatATerminalTakes(String text, int width) {
        assertThat(TextWidth.of(text)).isEqualTo(width);
    }

    @Test
    void cut_textTooWide_endsInAnEllipsisWithinTheWidth() {
        assertThat(TextWidth.cut("computer keyboard", 9)).isEqualTo("computer…");
        assertThat(TextWidth.cut("日本日本", 5)).isEqualTo("日本…");
        assertThat(TextWidth.cut("日本", 4)).isEqualTo("日本");
    }

    @Test
    void wrap_words_breaksAtBlanksAndWithinLongWords() {
        assertThat(TextWidth.wrap("a coat of many colours", 8)).containsExactly("a coat", "of many", "colours");
        assertThat(TextWidth.wrap("blocks.0.conv", 6)).containsExactly("blocks", ".0.con", "v");
        assertThat(TextWidth.wrap("x 日本日本", 4)).containsExactly("x", "日本", "日本");
        assertThat(TextWidth.wrap("", 4)).containsExactly("");
    }
}
