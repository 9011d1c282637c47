package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactSheetTest {
    @ParameterizedTest
    @CsvSource({
        "16,32,4,4",
        "16,128,4,1",
        "16,127,4,1",
        "16,122,4,2",
        "1,32,1,16",
        "1,512,1,1",
        "2,64,2,4",
        "5,64,3,3",
        "17,256,5,1"
    })
    void forImages_countAndSize_choosesColumnsAndScale(int count, int size, int columns, int scale) {
        assertThat(ContactSheet.forImages(count, size)).isEqualTo(new ContactSheet(columns, scale, 4));
    }

    @ParameterizedTest
    @CsvSource({"16,32", "3,50", "1,7", "9,171"})
    void draw_smallImages_isAtLeast512PixelsWide(int count, int size) {
        assertThat(ContactSheet.forImages(count, size)
                        .draw(PlanarImages.zeros(count, 3, size, size))
                        .getWidth())
                .isGreaterThanOrEqualTo(512);
    }

    @Test
    void draw_threeImages_standRowByRowWithLinesBetween() {
        PlanarImages images = new PlanarImages(3, 1, 1, 2, new float[] {-1, 1, 0, -1, 0, 0});
        BufferedImage sheet = new ContactSheet(2, 2, 1).draw(images);
        String[] expected = {
            "WWWWWWWWWWW", //
            "W00WWWGG00W",
            "W00WWWGG00W",
            "WWWWWWWWWWW",
            "WGGGGWWWWWW",
            "WGGGGWWWWWW",
            "WWWWWWWWWWW"
        };
        assertThat(sheet.getHeight()).isEqualTo(expected.length);
        for (int y = 0; y < expected.length; y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < sheet.getWidth(); x++) {
                int grey = sheet.getRGB(x, y) & 255;
                row.append(grey == 255 ? 'W' : grey == 0 ? '0' : 'G');
            }
            assertThat(row).hasToString(expected[y]);
        }
    }

    @Test
    void draw_fewerImagesThanColumns_leavesNoEmptyColumns() {
        assertThat(new ContactSheet(8, 1, 0)
                        .draw(PlanarImages.zeros(2, 3, 4, 5))
                        .getWidth())
                .isEqualTo(10);
    }

    @Test
    void begin_imagesInParts_givesTheSheetOfAll() {
        PlanarImages images = TestPictures.discs(7, 16);
        ContactSheet sheet = new ContactSheet(3, 2, 1);
        ContactSheet.Drawing drawing = sheet.begin(7, 16, 16);
        drawing.add(images.range(0, 4));
        assertThatThrownBy(drawing::picture).hasMessage("4 images of 7");
        drawing.add(images.range(4, 7));
        BufferedImage whole = sheet.draw(images);
        int[] expected = whole.getRGB(0, 0, whole.getWidth(), whole.getHeight(), null, 0, whole.getWidth());
        assertThat(drawing.picture().getRGB(0, 0, whole.getWidth(), whole.getHeight(), null, 0, whole.getWidth()))
                .containsExactly(expected);
    }

    @Test
    void draw_nothingOrTooMuch_isRefused() {
        assertThatThrownBy(() -> ContactSheet.forImages(1, 4).draw(PlanarImages.zeros(0, 3, 4, 4)))
                .hasMessage("a contact sheet needs an image");
        assertThatThrownBy(() -> new ContactSheet(1, 100_000, 0).draw(PlanarImages.zeros(1, 1, 4, 4)))
                .hasMessage("a contact sheet of 400000 × 400000 pixels is too large");
        assertThatThrownBy(() -> new ContactSheet(0, 1, 0)).hasMessage("no sheet of 0 columns, scale 1, padding 0");
    }
}
