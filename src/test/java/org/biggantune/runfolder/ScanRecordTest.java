package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.biggantune.report.JsonFile;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The record of a scan against those that the tool wrote when it put them together field by field. */
final class ScanRecordTest {
    @TempDir
    Path folder;

    private static String written(String name) throws IOException {
        try (var in =
                Objects.requireNonNull(ScanRecordTest.class.getResourceAsStream("/runfolder/scan-" + name + ".json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("scan.json"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"begun", "finished"})
    void record_readAndWrittenAgain_hasTheSameBytes(String name) throws IOException {
        ScanRecord record = ScanRecord.read(file(written(name)));
        assertThat(JsonFile.pretty(JsonFile.tree(record))).isEqualTo(written(name));
    }

    @Test
    void record_ofTooFewClasses_hasNoRelativeDiversity() throws IOException {
        String text =
                written("finished").replaceFirst("\"relativeDiversity\" : [0-9.]+", "\"relativeDiversity\" : null");
        assertThat(JsonFile.pretty(JsonFile.tree(ScanRecord.read(file(text))))).isEqualTo(text);
    }

    @Test
    void list_readAndWrittenAgain_hasTheSameBytes() throws IOException {
        List<ScanRecord.ScannedClass> list = JsonFile.readList(file(written("list")), ScanRecord.ScannedClass.class);
        assertThat(list).extracting(ScanRecord.ScannedClass::index).containsExactly(6, 5, 7);
        assertThat(JsonFile.pretty(JsonFile.tree(list))).isEqualTo(written("list"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"finished", "list"})
    void scan_hasTheClassesWorthTuning(String name) throws IOException {
        assertThat(ScanFile.read(file(written(name))).worst()).containsExactly(6, 5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"index\" : 5 | \"index\" : \"5\" | classes[1].index is \"5\"",
                "\"index\" : 5 | \"index\" : -5 | classes[1].index is -5",
                "\"index\" : 5 | \"number\" : 5 | classes[1].index is missing",
                "\"name\" : \"shirt\" | \"name\" : null | classes[1].name is missing",
                "\"top1\" : 0.5, | \"top1\" : \"half\", | classes[1].top1 is \"half\"",
                "\"suggestion\" : null | \"suggestion\" : [] | classes[2].suggestion is []",
                "\"samples\" : 16 | \"samples\" : 16.5 | settings.samples is 16.5",
                "\"settings\" : { | \"options\" : { | settings is missing",
                "\"generator\" : { | \"network\" : { | models.generator is missing",
                "\"classes\" : [ | \"classes\" : 5, \"others\" : [ | classes is 5",
                "{ | [ | not JSON",
            })
    void improve_fromADamagedScan_namesTheFieldInOneLine(String before, String after, String message)
            throws IOException {
        String text = written("finished");
        assertThat(text).contains(before);
        Path scan = file(text.replace(before, after));
        ToolRun run = ToolRun.of("improve", "--generator", "demo-collapsed", "--from-scan", scan);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(65);
        assertThat(run.err())
                .contains("--from-scan " + scan + ": ", message)
                .hasLineCount(1)
                .doesNotContain("org.biggantune");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"index\" : 5 | \"index\" : \"5\" | [1].index is \"5\"",
                "\"index\" : 5 | \"index\" : -5 | [1].index is -5",
                "\"name\" : \"shirt\" | \"title\" : \"shirt\" | [1].name is missing",
            })
    void improve_fromADamagedList_namesTheFieldInOneLine(String before, String after, String message)
            throws IOException {
        Path list = file(written("list").replace(before, after));
        ToolRun run = ToolRun.of("improve", "--generator", "demo-collapsed", "--from-scan", list);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(65);
        assertThat(run.err()).contains("--from-scan " + list + ": " + message).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "\"scan\"", "{}", "[{}]", "[5]", ""})
    void improve_fromWhatIsNoScan_isRefusedInOneLine(String text) throws IOException {
        ToolRun run = ToolRun.of("improve", "--from-scan", file(text));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(65);
        assertThat(run.err()).contains("--from-scan " + folder).hasLineCount(1);
    }

    @Test
    void improve_fromAnUnfinishedScan_saysHowToFinishIt() throws IOException {
        ToolRun run = ToolRun.of("improve", "--from-scan", file(written("begun")));
        assertThat(run.exitCode()).isEqualTo(66);
        assertThat(run.err())
                .contains("the scan is not finished; resume it with --out " + folder)
                .hasLineCount(1);
    }
}
