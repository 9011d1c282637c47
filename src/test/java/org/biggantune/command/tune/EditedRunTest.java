package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.runfolder.FinishedRun;
import org.biggantune.support.ShortRun;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run folders that somebody has changed: refused with the name of the file, and nothing written behind links. */
final class EditedRunTest {
    private static final String SHIRT = "classes/0005-shirt/";

    @TempDir
    static Path folder;

    /** Coat finished, shirt broken off. */
    private static Path broken;

    @TempDir
    Path own;

    private Path out;

    @BeforeAll
    static void breakOff() throws IOException {
        broken = folder.resolve("broken");
        ShortRun.improved(broken, "coat");
        ShortRun.breakOff(broken, "shirt", "0005-shirt");
    }

    @BeforeEach
    void copy() throws IOException {
        out = ShortRun.copy(broken, own.resolve("run"));
    }

    @Test
    void run_withoutItsRecord_isRefused() throws IOException {
        Files.delete(out.resolve("run.json"));
        assertRefused(66, "run.json", "no such file, but", "restore it, or use another folder");
        ToolRun other = ShortRun.improve(out, "coat", "-q", "--seed", 77);
        assertThat(other.exitCode()).isEqualTo(66);
        assertThat(out.resolve("run.json")).doesNotExist();
    }

    @Test
    void run_folderOfClassesAlone_isRefused() throws IOException {
        Path other = own.resolve("other");
        Files.createDirectories(other.resolve("classes/cats"));
        ToolRun run = ShortRun.improve(other, "shirt", "-q");
        assertThat(run.exitCode()).isEqualTo(66);
        assertThat(run.err()).contains(other.resolve("classes/cats").toString()).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, 1e30f, Float.NEGATIVE_INFINITY})
    void run_embeddingThatNoTuningGives_isRefused(float number) throws IOException {
        Path file = out.resolve("classes/0003-coat/embedding.npy");
        float[] row = NpyFile.read(file).floats();
        row[7] = number;
        NpyFile.write(file, NpyArray.ofFloats(new long[] {1, row.length}, row));
        byte[] matrix = Files.readAllBytes(out.resolve("embeddings.npy"));
        Path generator = own.resolve("tuned.pt");
        ToolRun run = ShortRun.improve(out, "coat", "-q", "--write-generator", generator);
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.err()).contains(file + ": number 7 is " + number).hasLineCount(1);
        assertThat(generator).doesNotExist();
        assertThat(out.resolve("embeddings.npy")).hasBinaryContent(matrix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]"})
    void run_resultThatIsNone_isRefused(String text) throws IOException {
        Path file = out.resolve("classes/0003-coat/result.json");
        Files.writeString(file, text);
        for (ToolRun run : List.of(
                ShortRun.improve(out, "coat", "-q"),
                ToolRun.of("export", "--run", out, "--into", "models/demo.pt", "--out", own.resolve("new.pt")))) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(65);
            assertThat(run.err()).contains(file.toString()).hasLineCount(1);
            assertThat(run.out()).isEmpty();
        }
        assertThatThrownBy(() -> FinishedRun.find(List.of(out)))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"coat", "before", "verdict", "reason", "improved", "seconds", "top1", "pairDiversity"})
    void run_resultOfAnotherClassOrInPart_isRefused(String word) throws IOException {
        Path file = out.resolve("classes/0003-coat/result.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\"" + word + "\"", "\"bag\""));
        ToolRun run = ShortRun.improve(out, "coat", "-q");
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.err()).contains(file.toString()).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"parallelParts\" : -5", "\"parallelParts\" : 1000000000", "\"parallelStarts\" : 0"})
    void run_recordedLoadThatCannotBe_isRefused(String count) throws IOException {
        Path file = out.resolve("run.json");
        String field = count.substring(0, count.indexOf(':'));
        Files.writeString(file, Files.readString(file).replaceFirst(field + ": \\d+", count));
        assertRefused(65, "run.json", field.replaceAll("\\W", "") + " is ");
    }

    @DisabledOnOs(OS.WINDOWS)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "run.json",
                "run.log",
                ".claim-9",
                "events.jsonl",
                SHIRT + "state.bin",
                SHIRT + "events.jsonl",
                SHIRT + "result.json",
                SHIRT + ".claim-9",
                "classes/0003-coat/result.json",
                "classes/0003-coat/embedding.npy"
            })
    void run_pipeInPlaceOfAFile_isRefusedAtOnce(String name) throws Exception {
        Path file = out.resolve(name);
        Files.deleteIfExists(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        ToolRun run =
                assertTimeoutPreemptively(Duration.ofSeconds(30), () -> ShortRun.improve(out, "coat,shirt", "-q"));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(65);
        assertThat(run.err())
                .contains(file.toString())
                .contains("pipe or device")
                .hasLineCount(1);
    }

    @DisabledOnOs(OS.WINDOWS)
    @ParameterizedTest
    @ValueSource(strings = {"run.log", ".claim-9", "events.jsonl", SHIRT + "events.jsonl", SHIRT + ".claim-9"})
    void run_linkInPlaceOfAFile_isRefusedAndWhatItLeadsToStays(String name) throws IOException {
        Path precious = Files.writeString(own.resolve("precious"), "precious\n");
        Path file = out.resolve(name);
        Files.deleteIfExists(file);
        Files.createSymbolicLink(file, precious);
        assertRefused(65, name, "is a symbolic link");
        assertThat(precious).hasContent("precious\n");
    }

    @Test
    void run_claimThatIsAnotherFile_isRefusedAndKept() throws IOException {
        Path file = out.resolve(".claim-9");
        Files.writeString(file, "precious\n");
        assertRefused(65, ".claim-9", "delete or move it");
        assertThat(file).hasContent("precious\n");
    }

    @DisabledOnOs(OS.WINDOWS)
    @ParameterizedTest
    @ValueSource(strings = {"classes", "classes/0005-shirt", "classes/0003-coat", "classes/0005-shirt/steps"})
    void run_linkInPlaceOfAFolder_isRefusedAndNothingIsWrittenBehindIt(String name) throws IOException {
        Path elsewhere = own.resolve("elsewhere");
        Files.move(out.resolve(name), elsewhere);
        Files.createSymbolicLink(out.resolve(name), elsewhere);
        long files = ShortRun.alike(elsewhere).size();
        assertRefused(65, name, "is a symbolic link");
        assertThat(ShortRun.alike(elsewhere)).hasSize((int) files);
    }

    private void assertRefused(int code, String file, String... parts) {
        ToolRun run = ShortRun.improve(out, "coat,shirt", "-q");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err())
                .contains(out.resolve(file).toString())
                .contains(parts)
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }
}
