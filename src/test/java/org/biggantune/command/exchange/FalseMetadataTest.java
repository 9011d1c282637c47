package org.biggantune.command.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.support.ToolRun;
import org.biggantune.support.ZipContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models whose metadata say something else than is true of their programs, and numbers that are none. */
class FalseMetadataTest {
    @TempDir
    private Path folder;

    /** A copy of a shipped model with another text in its metadata. */
    private Path changed(String model, String text, String by) throws IOException {
        ZipContent content = ZipContent.read(Path.of("models", model + ".pt"));
        String name = content.name(MetadataFormat.FILE);
        String json = new String(content.entries().get(name), StandardCharsets.UTF_8);
        assertThat(json).contains(text);
        return content.with(name, json.replace(text, by).getBytes(StandardCharsets.UTF_8))
                .write(folder.resolve("changed.pt"));
    }

    private static void assertRefused(int code, String message, Object... arguments) {
        ToolRun run = ToolRun.of(arguments);
        assertThat(run.err()).startsWith("biggan-tune: ").contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "resolution" : 32 | "resolution" : 2147483647 | json is damaged: resolution 2147483647, expected 1 to 8192
            "resolution" : 32 | "resolution" : 2147483648 | json is damaged: Numeric value (2147483648) out of range of int
            "resolution" : 32 | "resolution" : 0          | json is damaged: resolution 0, expected 1 to 8192
            "resolution" : 32 | "resolution" : 32.5       | json is damaged: Cannot coerce Floating-point value (32.5) to `int`
            "resolution" : 32 | "resolution" : "32"       | json is damaged: Cannot coerce String value ("32") to `int`
            "resolution" : 32 | "resolution" : 31 | the program returns images (1, 3, 32, 32) of float32, expected (1, 3, 31, 31)
            "resolution" : 32 | "resolution" : 64 | the program returns images (1, 3, 32, 32) of float32, expected (1, 3, 64, 64)
            "resolution" : 32 | "resolution" : 8192 | the program returns images (1, 3, 32, 32) of float32, expected
            "resolution" : 32 | "resolution" : 32, "resolution" : 32 | json is not JSON: Duplicate field 'resolution'
            "latentSize" : 80 | "latentSize" : 2147483647 | json is damaged: latentSize 2147483647, expected 1 to 8192
            "latentSize" : 80 | "latentSize" : 72         | the program failed:
            "latentSize" : 80 | "latentSize" : 80.5       | json is damaged: Cannot coerce
            "embeddingSize" : 128 | "embeddingSize" : 99999999 | json is damaged: embeddingSize 99999999, expected 1 to 65536
            """)
    void generator_falseSize_isRefused(String text, String by, String message) throws IOException {
        Path model = changed("demo", text, by);
        Object[] arguments = {"sample", "--class", 1, "--seeds", 0, "--out", folder.resolve("o.png")};
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--generator";
        all[arguments.length + 1] = model;
        assertRefused(65, message, all);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "inputSize" : 32 | "inputSize" : 2147483647   | inputSize 2147483647, expected 1 to 1024
            "inputSize" : 32 | "inputSize" : 100000       | inputSize 100000, expected 1 to 1024
            "inputSize" : 32 | "inputSize" : 4000         | inputSize 4000, expected 1 to 1024
            "ankle boot"     | "ankle boot", "eleventh"   | returns logits (1, 10) of float32, expected (1, 11)
            , "ankle boot"   |                            | returns logits (1, 10) of float32, expected (1, 9)
            """)
    void classifier_falseSize_isRefused(String text, String by, String message) throws IOException {
        Path model = changed("demo-classifier", text, by == null ? "" : by);
        NpyFile.write(folder.resolve("x.npy"), NpyArray.ofFloats(new long[] {1, 3, 32, 32}, new float[3072]));
        assertRefused(65, message, "classify", "--classifier", model, "--input", folder.resolve("x.npy"));
    }

    @Test
    void improve_moreLabelsThanLogits_isRefused() throws IOException {
        Path model = changed("demo-classifier", "\"ankle boot\"", "\"ankle boot\", \"eleventh\"");
        ToolRun run = ToolRun.of(
                "improve", "--class", 1, "--classifier", model, "--iterations", 1, "--out", folder.resolve("r"));
        assertThat(run.err())
                .contains("changed.pt: the program returns logits (")
                .doesNotContain("internal error");
        assertThat(run.exitCode()).isEqualTo(65);
    }

    @Test
    void sample_rowThatGivesNoNumbers_isToldInOneLine() {
        float[] row = new float[128];
        Arrays.fill(row, 3e38f);
        Path file = folder.resolve("huge.npy");
        NpyFile.write(file, NpyArray.ofFloats(new long[] {1, 128}, row));
        assertRefused(
                70,
                "a pixel of a drawn image is not a number: the class embedding, the latents or a weight",
                "sample",
                "--embedding",
                file,
                "--out",
                folder.resolve("o.png"));
    }
}
