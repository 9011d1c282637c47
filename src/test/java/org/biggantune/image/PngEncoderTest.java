package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngEncoderTest {
    private final BufferedImage picture = TestPictures.gradient(31, 17, BufferedImage.TYPE_INT_RGB);

    /** The chunks of a file as "type:content", read by the letter of the PNG specification. */
    private static List<String> chunks(byte[] png) {
        ByteBuffer in = ByteBuffer.wrap(png);
        assertThat(in.getLong()).isEqualTo(0x89504E470D0A1A0AL);
        List<String> chunks = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] data = new byte[in.getInt()];
            byte[] type = new byte[4];
            in.get(type).get(data);
            CRC32 crc = new CRC32();
            crc.update(type);
            crc.update(data);
            assertThat(in.getInt()).isEqualTo((int) crc.getValue());
            chunks.add(new String(type, StandardCharsets.US_ASCII) + ":" + new String(data, StandardCharsets.UTF_8));
        }
        return chunks;
    }

    @Test
    void encode_picture_readsBackPixelForPixel() throws IOException {
        BufferedImage back = ImageIO.read(new ByteArrayInputStream(PngEncoder.encode(picture, Map.of())));
        for (int y = 0; y < 17; y++) {
            for (int x = 0; x < 31; x++) {
                assertThat(back.getRGB(x, y)).isEqualTo(picture.getRGB(x, y));
            }
        }
    }

    @Test
    void encode_textWithCharactersThatAct_holdsThemEscaped() {
        assertThat(chunks(PngEncoder.encode(picture, Map.of("Title", "5 \u001b[2J\n\u202ex"))))
                .contains("tEXt:Title\0005 \\u001b[2J\\u000a\\u202ex");
    }

    @Test
    void encode_texts_becomeChunks() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("Software", "biggan-tune 0.1.0");
        texts.put("biggan-tune", "{\"class\": \"0.3 → 0.9\"}");
        texts.put("Seed", "42");
        assertThat(chunks(PngEncoder.encode(picture, texts)))
                .contains("tEXt:Software\0biggan-tune 0.1.0", "tEXt:Seed\00042")
                .contains("iTXt:biggan-tune\0\0\0\0\0{\"class\": \"0.3 → 0.9\"}")
                .startsWith("IHDR:\0\0\0\u001f\0\0\0\u0011\u0008\u0002\0\0\0")
                .endsWith("IEND:");
    }

    @Test
    void encode_sameTextsInAnotherOrder_giveTheSameBytes() {
        Map<String, String> forwards = new LinkedHashMap<>();
        Map<String, String> backwards = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            forwards.put("key " + i, "x");
            backwards.put("key " + (4 - i), "x");
        }
        assertThat(PngEncoder.encode(picture, backwards)).containsExactly(PngEncoder.encode(picture, forwards));
    }

    @Test
    void encode_samePicture_givesSameBytes() {
        byte[] first = PngEncoder.encode(picture, Map.of("a", "b"));
        assertThat(Arrays.equals(first, PngEncoder.encode(picture, Map.of("a", "b"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " a",
                "ä",
                "a\nb",
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890"
            })
    void encode_badKeyword_isRefused(String keyword) {
        assertThatThrownBy(() -> PngEncoder.encode(picture, Map.of(keyword, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + keyword + "\" is not a PNG keyword");
    }
}
