package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.util.List;
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
        assertThat(TestPictures.sheet(ContactSheet.forImages(count, size), PlanarImages.zeros(count, 3, size, size))
                        .getWidth())
                .isGreaterThanOrEqualTo(512);
    }

    @Test
    void draw_threeImages_standRowByRowWithLinesBetween() {
        PlanarImages images = new PlanarImages(3, 1, 1, 2, new float[] {-1, 1, 0, -1, 0, 0});
        BufferedImage sheet = TestPictures.sheet(new ContactSheet(2, 2, 1), images);
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
        assertThat(TestPictures.sheet(new ContactSheet(8, 1, 0), PlanarImages.zeros(2, 3, 4, 5))
                        .getWidth())
                .isEqualTo(10);
    }

    @Test
    void begin_imagesInParts_givesTheSheetOfAll() {
        PlanarImages images = TestPictures.discs(7, 16);
        ContactSheet sheet = new ContactSheet(3, 2, 1);
        ContactSheet.Drawing drawing = sheet.begin(7, 16, 16);
        drawing.add(TestPictures.part(images, 0, 4));
        assertThatThrownBy(drawing::picture).hasMessage("4 images of 7");
        drawing.add(TestPictures.part(images, 4, 7));
        BufferedImage whole = TestPictures.sheet(sheet, images);
        int[] expected = whole.getRGB(0, 0, whole.getWidth(), whole.getHeight(), null, 0, whole.getWidth());
        assertThat(drawing.picture().getRGB(0, 0, whole.getWidth(), whole.getHeight(), null, 0, whole.getWidth()))
                .containsExactly(expected);
    }

    @Test
    void draw_nothingOrTooMuch_isRefused() {
        assertThatThrownBy(() -> TestPictures.sheet(ContactSheet.forImages(1, 4), PlanarImages.zeros(0, 3, 4, 4)))
                .hasMessage("a contact sheet needs an image");
        assertThatThrownBy(() -> TestPictures.sheet(new ContactSheet(1, 100_000, 0), PlanarImages.zeros(1, 1, 4, 4)))
                .hasMessage("a contact sheet of 400000 × 400000 pixels is too large");
        assertThatThrownBy(() -> new ContactSheet(0, 1, 0)).hasMessage("no sheet of 0 columns, scale 1, padding 0");
    }

    @Test
    void begin_names_areBesideTheirRowsAndLeaveTheImagesAsTheyAre() {
        assumeThat(CaptionText.ofSize(14)).as("fonts on this machine").isPresent();
        PlanarImages images = TestPictures.discs(6, 40);
        ContactSheet layout = new ContactSheet(2, 1, 4);
        BufferedImage plain = TestPictures.sheet(layout, images);
        ContactSheet.Drawing drawing = layout.begin(6, 40, 40, List.of("5 \"shirt\"", "", "x".repeat(400)));
        drawing.add(images);
        BufferedImage named = drawing.picture();
        int names = named.getWidth() - plain.getWidth();
        assertThat(names).isBetween(250, 300);
        assertThat(named.getHeight()).isEqualTo(plain.getHeight());
        assertThat(pixels(named, names, 0, plain.getWidth(), plain.getHeight()))
                .containsExactly(pixels(plain, 0, 0, plain.getWidth(), plain.getHeight()));
        // The first name is short, the second empty, the third cut.
        assertThat(pixels(named, 0, 4, names, 40)).contains(0xFF1F2328);
        assertThat(pixels(named, 0, 48, names, 40)).containsOnly(0xFFFFFFFF);
        assertThat(pixels(named, names / 2, 4, names / 2, 40)).containsOnly(0xFFFFFFFF);
        assertThat(pixels(named, names / 2, 92, names / 2, 40)).contains(0xFF1F2328);
        // Halfway down: as much above the middle of the row's 40 pixels as below, but for the depth of a letter.
        assertThat(pixels(named, 0, 4, names, 12)).containsOnly(0xFFFFFFFF);
        assertThat(pixels(named, 0, 32, names, 12)).containsOnly(0xFFFFFFFF);
    }

    @Test
    void fits_countsTheNamesToo() {
        assumeThat(CaptionText.ofSize(14)).as("fonts on this machine").isPresent();
        ContactSheet layout = new ContactSheet(1, 1, 0);
        assertThat(layout.fits(4_000_000, 64, 1, List.of(), Integer.MAX_VALUE)).isTrue();
        assertThat(layout.fits(4_194_305, 64, 1, List.of(), Integer.MAX_VALUE)).isFalse();
        assertThat(layout.fits(4_000_000, 64, 1, List.of("a name"), Integer.MAX_VALUE))
                .isFalse();
    }

    @Test
    void fits_aSideLongerThanTheFormatAllows_isFalse() {
        ContactSheet layout = new ContactSheet(2, 1, 0);
        assertThat(layout.fits(4, 64, 32, List.of(), 128)).isTrue();
        assertThat(layout.fits(4, 64, 32, List.of(), 127)).isFalse();
        assertThat(layout.fits(9, 64, 32, List.of(), 159)).as("height").isFalse();
    }

    private static int[] pixels(BufferedImage picture, int left, int top, int width, int height) {
        return picture.getRGB(left, top, width, height, null, 0, width);
    }
}
