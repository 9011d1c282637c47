package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.domain.ClassLabel;
import org.biggantune.support.EvaluationFile;
import org.biggantune.support.RealPictures;
import org.biggantune.support.ShortRun;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tool writes against docs/schemas, which know every field. */
final class SchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    /** With a start that ends early, without a judge, of another data set, in shards, and joined. */
    @BeforeAll
    static void run() throws IOException {
        tune("improve", "--class", "shirt,bag", "--patience", 2, "--initial-noise", 0.1, "--starts", 2);
        tune("diversify", "--class", "bag", "--judge", "none");
        Path real = new EvaluationFile("demo-judge")
                .with(new ClassLabel(7, "bag"), 0.5)
                .write(folder.resolve("real.json"));
        tune("improve", "--class", "bag", "--real-level", real, "--out", folder.resolve("level"));
        tune("repurpose", "--target", "fashion10", "--class", "dress");
        tune("improve", "--class", "trouser,bag", "--shard", "0/2", "--out", folder.resolve("shards"));
        tune("improve", "--class", "trouser,bag", "--shard", "1/2", "--out", folder.resolve("shards"));
        assertThat(ToolRun.of("merge", folder.resolve("shards")).exitCode()).isZero();
        assertThat(ToolRun.of(
                                "merge",
                                folder.resolve("shards"),
                                folder.resolve("improve"),
                                "--out",
                                folder.resolve("joined"))
                        .exitCode())
                .isZero();
        assertThat(ToolRun.of("scan", "--class", "bag", "--sheets", 0, "--samples", 8, "--out", folder.resolve("scan"))
                        .exitCode())
                .isZero();
    }

    private static void tune(Object... command) {
        List<Object> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--iterations", 12, "--evaluate-every", 2, "--batch", 4, "--grid", 0));
        arguments.addAll(List.of("--validation-samples", 8, "--test-samples", 8, "--threads", 1, "--no-report"));
        if (!arguments.contains("--out")) {
            arguments.addAll(List.of("--out", folder.resolve(String.valueOf(command[0]))));
        }
        ToolRun run = ToolRun.of(arguments.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void records_keepToTheirSchema() throws IOException {
        for (String name : List.of("improve", "diversify", "repurpose", "level", "shards", "joined")) {
            requireValid(
                    "run",
                    JSON.readTree(folder.resolve(name).resolve("run.json").toFile()));
        }
        requireValid("scan", JSON.readTree(folder.resolve("scan/scan.json").toFile()));
    }

    /** Those of the folders that several processes have worked on. */
    @ParameterizedTest
    @ValueSource(strings = {"begun", "devices", "merged", "shards"})
    void recordsOfManyProcesses_keepToTheirSchema(String name) throws IOException {
        requireValid(
                "run",
                JSON.readTree(Path.of("src/test/resources/runfolder/run-" + name + ".json")
                        .toFile()));
    }

    @Test
    void results_keepToTheirSchema() throws IOException {
        List<Path> results;
        try (Stream<Path> files = Files.walk(folder)) {
            results = files.filter(file -> file.endsWith("result.json")).toList();
        }
        assertThat(results).hasSize(10);
        for (Path result : results) {
            requireValid("result", JSON.readTree(result.toFile()));
        }
    }

    @Test
    void lines_keepToTheirSchema() throws IOException {
        for (String name : List.of("improve", "diversify", "repurpose")) {
            for (String line : Files.readAllLines(folder.resolve(name).resolve("events.jsonl"))) {
                requireValid("event", JSON.readTree(line));
            }
        }
    }

    /** Of a class that is done, one that is being tuned by another process, one that failed and one that waits. */
    @Test
    void status_keepsToItsSchema(@TempDir Path own) throws IOException {
        Path run = own.resolve("status");
        ShortRun.improved(run, "shirt");
        ShortRun.breakOff(run, "trouser", "0001-trouser");
        ObjectNode record = (ObjectNode) JSON.readTree(run.resolve("run.json").toFile());
        record.withArray("classes").addObject().put("index", 8).put("name", "sneaker");
        record.withArray("classes").addObject().put("index", 9).put("name", "ankle boot");
        Files.writeString(run.resolve("run.json"), record.toString());
        Path boot = Files.createDirectories(run.resolve("classes/0009-ankle-boot"));
        JsonNode claim = JSON.valueToTree(Map.of(
                "state", "running", "host", "node9", "process", 7, "device", "cuda:1", "step", 2, "secondsLeft", 9));
        Files.writeString(boot.resolve(".claim-1"), claim + "\n");
        JsonNode status = JSON.readTree(ToolRun.of("status", run, "--json").out());
        requireValid("status", status);
        assertThat(status.path("classes").findValuesAsText("state"))
                .containsExactlyInAnyOrder("done", "failed", "waiting", "running");
    }

    @Test
    void evaluations_keepToTheirSchema() throws IOException {
        Path real = folder.resolve("real");
        RealPictures.write(real, "bag", 44, 28);
        RealPictures.write(real, "shirt", 9, 28);
        Files.writeString(real.resolve("shirt/zzz.png"), "no picture");
        List<Object> common = List.of("--samples", 40, "--threads", 1, "--json");
        for (List<Object> one : List.<List<Object>>of(
                List.of("--run", folder.resolve("improve"), "--real", real, "--skip-unreadable"),
                List.of("--class", "bag", "--real", real, "--write-statistics", folder.resolve("bag.npz")),
                List.of("--class", "bag", "--real-statistics", folder.resolve("bag.npz")))) {
            List<Object> command = new ArrayList<>(List.of("evaluate"));
            command.addAll(one);
            command.addAll(common);
            ToolRun found = ToolRun.of(command.toArray());
            assertThat(found.exitCode()).as(found.err()).isZero();
            requireValid("evaluation", JSON.readTree(found.out()));
        }
    }

    /** A schema that everything keeps to would show nothing. */
    @Test
    void whatLacksAField_orHasAnUnknownOne_isRefused() throws IOException {
        ObjectNode record =
                (ObjectNode) JSON.readTree(folder.resolve("improve/run.json").toFile());
        assertThat(schema("run").validate(record.deepCopy().without("settings")))
                .isNotEmpty();
        assertThat(schema("run").validate(record.deepCopy().put("another", 1))).isNotEmpty();
        ObjectNode line = (ObjectNode) JSON.readTree(
                Files.readAllLines(folder.resolve("improve/events.jsonl")).get(0));
        assertThat(schema("event").validate(line.put("probability", 1.5))).isNotEmpty();
    }

    private static void requireValid(String schema, JsonNode json) throws IOException {
        assertThat(schema(schema).validate(json)).as(json.toString()).isEmpty();
    }

    private static JsonSchema schema(String name) throws IOException {
        Path file = Path.of("docs", "schemas", name + ".schema.json");
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(JSON.readTree(file.toFile()));
    }
}
