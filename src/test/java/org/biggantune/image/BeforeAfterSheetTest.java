package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BeforeAfterSheetTest {
    private final BeforeAfterSheet.Panel before = new BeforeAfterSheet.Panel(
            "before", "judge 0.31", TestPictures.sheet(ContactSheet.forImages(16, 32), TestPictures.discs(16, 32)));
    private final BeforeAfterSheet.Panel after = new BeforeAfterSheet.Panel(
            "after", "judge 0.94", TestPictures.sheet(ContactSheet.forImages(4, 64), TestPictures.discs(4, 64)));

    private static boolean isBlank(BufferedImage sheet, int fromX, int toX, int fromY, int toY) {
        return IntStream.range(fromY, toY)
                .allMatch(y -> IntStream.range(fromX, toX).allMatch(x -> sheet.getRGB(x, y) == 0xFFFFFFFF));
    }

    @Test
    void of_twoPanels_hasCaptionsOverImagesAndWhiteMargins() {
        assumeThat(CaptionText.ofSize(16)).as("fonts on this machine").isPresent();
        BufferedImage sheet = BeforeAfterSheet.of("508 computer keyboard", before, after);
        assertThat(sheet.getWidth()).isEqualTo(28 + 532 + 36 + 524 + 28);
        assertThat(isBlank(sheet, 0, sheet.getWidth(), 0, 28)).isTrue();
        assertThat(isBlank(sheet, 0, 28, 0, sheet.getHeight())).isTrue();
        assertThat(isBlank(sheet, sheet.getWidth() - 28, sheet.getWidth(), 0, sheet.getHeight()))
                .isTrue();
        assertThat(isBlank(sheet, 0, sheet.getWidth(), sheet.getHeight() - 28, sheet.getHeight()))
                .isTrue();
        assertThat(isBlank(sheet, 28, 560, 28, 100)).as("left captions").isFalse();
        assertThat(isBlank(sheet, 596, 1120, 62, 100)).as("right captions").isFalse();
    }

    @Test
    void of_veryLongCaptions_staysInItsPanel() {
        assumeThat(CaptionText.ofSize(16)).as("fonts on this machine").isPresent();
        String longLine = "judge 0.31 · ".repeat(40);
        BufferedImage sheet = BeforeAfterSheet.of(
                longLine,
                new BeforeAfterSheet.Panel(longLine, longLine, before.sheet()),
                new BeforeAfterSheet.Panel(longLine, longLine, after.sheet()));
        assertThat(isBlank(sheet, sheet.getWidth() - 24, sheet.getWidth(), 0, sheet.getHeight()))
                .isTrue();
        // Below the title, the gap between the panels is free of text.
        assertThat(isBlank(sheet, 565, 596, 60, 110)).isTrue();
    }

    @Test
    void of_titleWithCharactersThatAct_drawsThemEscaped() {
        assumeThat(CaptionText.ofSize(16)).as("fonts on this machine").isPresent();
        BufferedImage escaped = BeforeAfterSheet.of("a\\u202eb\\u000ac", before, after);
        BufferedImage sheet = BeforeAfterSheet.of("a\u202eb\nc", before, after);
        assertThat(sheet.getRGB(0, 0, sheet.getWidth(), 60, null, 0, sheet.getWidth()))
                .isEqualTo(escaped.getRGB(0, 0, sheet.getWidth(), 60, null, 0, sheet.getWidth()));
    }

    @Test
    void draw_withoutFonts_showsTheImagesAlone() {
        BufferedImage left = before.sheet();
        BufferedImage right = after.sheet();
        BufferedImage sheet = BeforeAfterSheet.draw("title", before, left, after, right, 16, Optional.empty());
        assertThat(sheet.getHeight()).isEqualTo(28 + left.getHeight() + 28);
        assertThat(sheet.getRGB(28 + 50, 28 + 50)).isEqualTo(left.getRGB(50, 50));
        assertThat(sheet.getRGB(596 + 50, 28 + 50)).isEqualTo(right.getRGB(50, 50));
    }
}
