package org.biggantune.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageTextTest {
    @Test
    void of_textWithLineEnds_isOneLine() {
        assertThat(MessageText.of("a\nb\u001b[31m\u2028c")).isEqualTo("a\\u000ab\\u001b[31m\\u2028c");
    }

    @Test
    void of_longText_isCut() {
        assertThat(MessageText.of("x".repeat(500))).hasSize(123).endsWith("...");
        assertThat(MessageText.quoted("blocks.0")).isEqualTo("'blocks.0'");
    }
}
