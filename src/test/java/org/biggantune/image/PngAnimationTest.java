package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.biggantune.support.Chromium;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PngAnimationTest {
    private static final int SIDE = 200;

    @TempDir
    private Path folder;

    /** Noise, so that a frame has several IDAT chunks. */
    private static BufferedImage frame(int number) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.setRGB(i % SIDE, i / SIDE, (i * 2_654_435 + number * 7_919) * 31 & 0xFFFFFF);
        }
        return image;
    }

    private static byte[] animation() {
        PngAnimation animation = new PngAnimation(Map.of("Title", "way"));
        animation.add(frame(0), 1000);
        animation.add(frame(1), 100);
        animation.add(frame(2), 70);
        return animation.finish();
    }

    /** Chromium decodes every frame: its pixels and its time in microseconds. */
    @Test
    void finish_frames_areThoseThatABrowserPlays() throws IOException {
        assumeTrue(
                Chromium.installed().isPresent(),
                "no Chromium on this machine: the animation is not played; install the package chromium");
        Path page = Files.writeString(folder.resolve("page.html"), "<!doctype html><title>page</title>");
        try (Chromium browser = new Chromium(Chromium.installed().orElseThrow(), folder.resolve("profile"), 400, 400)) {
            browser.open(page);
            String data = Base64.getEncoder().encodeToString(animation());
            JsonNode played = browser.evaluate("(async () => { const bytes = Uint8Array.from(atob('" + data
                    + "'), c => c.charCodeAt(0)); const decoder = new ImageDecoder({data: bytes, type: 'image/png'});"
                    + " await decoder.tracks.ready; await decoder.completed; const track = decoder.tracks.selectedTrack;"
                    + " const frames = []; for (let i = 0; i < track.frameCount; i++) {"
                    + " const {image} = await decoder.decode({frameIndex: i}); const canvas = new"
                    + " OffscreenCanvas(image.displayWidth, image.displayHeight); const context = canvas.getContext('2d');"
                    + " context.drawImage(image, 0, 0); const d = context.getImageData(0, 0, canvas.width,"
                    + " canvas.height).data; frames.push({time: image.duration, pixels: Array.from({length: d.length / 4},"
                    + " (x, p) => d[4 * p] << 16 | d[4 * p + 1] << 8 | d[4 * p + 2])}); }"
                    + " return {frames, repetitions: track.repetitionCount === Infinity}; })()");
            assertThat(played.path("repetitions").asBoolean()).isTrue();
            assertThat(played.path("frames").findValuesAsText("time")).containsExactly("1000000", "100000", "70000");
            for (int i = 0; i < 3; i++) {
                int[] expected = frame(i).getRGB(0, 0, SIDE, SIDE, null, 0, SIDE);
                JsonNode pixels = played.path("frames").get(i).path("pixels");
                assertThat(pixels).hasSize(expected.length);
                for (int p = 0; p < expected.length; p++) {
                    assertThat(pixels.get(p).asInt()).isEqualTo(expected[p] & 0xFFFFFF);
                }
            }
        }
    }

    @Test
    void finish_readByWhatKnowsNoAnimation_isTheFirstFrame() throws IOException {
        byte[] bytes = animation();
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes));
        assertThat(PictureFormatTest.meanDifference(frame(0), read)).isZero();
        assertThat(animation()).isEqualTo(bytes);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .containsOnlyOnce("acTL\u0000\u0000\u0000\u0003\u0000\u0000\u0000\u0000")
                .containsOnlyOnce("tEXtTitle\u0000way");
    }

    @Test
    void add_frameOfAnotherSize_isRefused() {
        PngAnimation animation = new PngAnimation(Map.of());
        animation.add(frame(0), 100);
        BufferedImage other = new BufferedImage(SIDE, 1, BufferedImage.TYPE_INT_RGB);
        assertThatThrownBy(() -> animation.add(other, 100)).isInstanceOf(IllegalArgumentException.class);
    }
}
