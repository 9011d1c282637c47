package org.biggantune.command.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.io.Sha256;
import org.biggantune.model.ModelFile;
import org.biggantune.report.JsonFile;
import org.biggantune.support.Fixtures;
import org.biggantune.support.ShortRun;
import org.biggantune.support.TestCheckpoints;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code merge}: runs joined into one matrix, and those that cannot be. */
final class MergeTest {
    private static final String SHIRT = "classes/0005-shirt";
    private static final String TENSORBOARD = "tensorboard/0005-shirt";

    @TempDir
    static Path common;

    @TempDir
    Path folder;

    private Path first;
    private Path second;
    private Path out;

    @BeforeAll
    static void tune() {
        ShortRun.improved(common.resolve("first"), "shirt,coat", "-q", "--tensorboard");
        ShortRun.improved(common.resolve("second"), "bag,shirt", "-q", "--seed", 1, "--tensorboard");
        ShortRun.improved(common.resolve("together"), "coat,shirt", "-q");
    }

    @BeforeEach
    void copy() throws IOException {
        first = ShortRun.copy(common.resolve("first"), folder.resolve("first"));
        second = ShortRun.copy(common.resolve("second"), folder.resolve("second"));
        out = folder.resolve("joined");
    }

    @Test
    void merge_severalRuns_leavesAPageOfAllTheirClasses() throws IOException {
        ToolRun run = merge(0, first, second, "--out", out);
        assertThat(run.out()).contains("Report: " + out.resolve("report.html"));
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("id=\"class-3\"", "id=\"class-5\"", "id=\"class-7\"", "3 of 3");
        Files.delete(out.resolve("report.html"));
        assertThat(merge(0, first, second, "--out", out, "--no-report").out()).doesNotContain("report.html");
        assertThat(out.resolve("report.html")).doesNotExist();
    }

    @Test
    void merge_oneFinishedRun_changesNoneOfItsFilesAndExitsWithZero() throws IOException {
        ToolRun run = merge(0, first);
        ShortRun.assertSameBytes(first, withTables(common.resolve("first")));
        assertThat(run.out()).contains("2 of 2 classes merged into " + first);
        assertSecondMergeChangesNothing(first, first);
    }

    @Test
    void merge_aRunIntoANewFolder_leavesWhatTheRunHas() throws IOException {
        assertThat(files(first, SHIRT + "/steps")).isNotEmpty();
        assertThat(files(first, TENSORBOARD)).hasSize(1);
        merge(0, first, "--out", out);
        ShortRun.assertSameBytes(out, first);
        assertSecondMergeChangesNothing(out, first, "--out", out);
    }

    @Test
    void merge_twoRuns_hasStepsAndTensorBoardOfTheRunThatEachClassIsTakenFrom() throws IOException {
        Files.writeString(second.resolve(SHIRT).resolve("steps/00-0000099.png"), "another");
        Files.writeString(second.resolve(TENSORBOARD).resolve("events.out.tfevents.2"), "another");
        Files.createDirectories(second.resolve("top-rows"));
        Files.writeString(second.resolve("top-rows/0005-shirt.json"), "{}");
        edit(first, SHIRT, true, 0.5);
        edit(second, SHIRT, true, 0.4);
        merge(0, first, second, "--out", out);
        for (String part : List.of(SHIRT, SHIRT + "/steps", TENSORBOARD, "top-rows", "classes/0007-bag/steps")) {
            assertThat(files(out, part)).as(part).isEqualTo(files(second, part));
        }
        assertThat(files(out, "classes/0003-coat/steps")).isEqualTo(files(first, "classes/0003-coat/steps"));
        assertThat(out.resolve("report.html")).content().contains("Samples during tuning, restart 1");
        assertSecondMergeChangesNothing(out, first, second, "--out", out);

        edit(first, SHIRT, true, 0.3);
        merge(0, first, second, "--out", out);
        for (String part : List.of(SHIRT, SHIRT + "/steps", TENSORBOARD, "top-rows")) {
            assertThat(files(out, part)).as(part).isEqualTo(files(first, part));
        }
    }

    @Test
    void merge_stepsDeletedFromARunOrFromTheJoinedOne_stayOrComeBack() throws IOException {
        Map<String, String> steps = files(first, SHIRT + "/steps");
        merge(0, first, "--out", out);
        try (Stream<Path> old = Files.list(out.resolve(SHIRT).resolve("steps"))) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        merge(0, first, "--out", out);
        assertThat(files(out, SHIRT + "/steps")).isEqualTo(steps);
        Files.move(first.resolve(SHIRT).resolve("steps"), folder.resolve("elsewhere"));
        Files.move(first.resolve("tensorboard"), folder.resolve("board"));
        merge(0, first, "--out", out);
        assertThat(files(out, SHIRT + "/steps")).isEqualTo(steps);
        Path another = folder.resolve("another");
        merge(0, first, "--out", another);
        assertThat(another.resolve("tensorboard")).doesNotExist();
    }

    @Test
    void merge_linkAmongTheSteps_isNotFollowed() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        Files.createSymbolicLink(first.resolve(SHIRT).resolve("steps/00-0000099.png"), secret);
        merge(0, first, "--out", out);
        assertThat(out.resolve(SHIRT).resolve("steps/00-0000099.png")).doesNotExist();
    }

    @Test
    void merge_twoRuns_hasTheLinesOfEachClassSoThatItsPageHasCurves() throws IOException {
        edit(first, SHIRT, true, 0.5);
        edit(second, SHIRT, true, 0.4);
        // As a shard leaves a class that nobody has merged.
        Files.move(second.resolve("events.jsonl"), second.resolve("classes/0007-bag/events.jsonl"));
        String bag = lines(second.resolve("classes/0007-bag/events.jsonl"), 7);
        String shirt = lines(second.resolve("classes/0007-bag/events.jsonl"), 5);
        Files.writeString(second.resolve("classes/0007-bag/events.jsonl"), bag);
        Files.writeString(second.resolve("events.jsonl"), shirt);
        merge(0, first, second, "--out", out);
        String coat = lines(first.resolve("events.jsonl"), 3);
        assertThat(List.of(coat, shirt, bag)).doesNotContain("");
        assertThat(out.resolve("events.jsonl")).hasContent(coat + shirt + bag);
        assertThat(out.resolve("report.html"))
                .content()
                .contains("Restart 1, 8 steps: loss", ", 3 classes, merged from 2 runs", "biggan-tune merge");
        assertSecondMergeChangesNothing(out, first, second, "--out", out);
    }

    @Test
    void merge_twoRuns_joinsTheirRowsAndKeepsTheBetterOfTwo() throws IOException {
        edit(first, SHIRT, true, 0.5);
        edit(second, SHIRT, true, 0.4);
        merge(0, first, second, "--out", out);
        assertThat(row(out, 5)).containsExactly(embedding(second, SHIRT));
        edit(first, SHIRT, false, 0.1);
        merge(0, first, second, "--out", out);
        assertThat(row(out, 5)).containsExactly(embedding(second, SHIRT));
        edit(first, SHIRT, true, 0.3);
        ToolRun run = merge(0, first, second, "--out", out, "--json");
        assertThat(row(out, 5)).containsExactly(embedding(first, SHIRT));
        assertThat(row(out, 3)).containsExactly(embedding(first, "classes/0003-coat"));
        assertThat(row(out, 7)).containsExactly(embedding(second, "classes/0007-bag"));
        assertThat(row(out, 0)).containsExactly(row(first, 0));
        JsonNode json = JsonFile.ofLine(run.out().replace("\n", " ")).orElseThrow();
        assertThat(json.path("complete").asBoolean()).isTrue();
        assertThat(json.path("classes").findValuesAsText("run"))
                .containsExactly(first.toString(), first.toString(), second.toString());
        assertThat(out.resolve("merge.csv"))
                .content()
                .startsWith("class,name,state,run,verdict,loss,")
                .hasLineCount(4);
        // The joined run is a run to all commands.
        assertThat(ToolRun.of("export", "--run", out, "--to", "npy", "--out", folder.resolve("m.npy"))
                        .exitCode())
                .isZero();
        assertThat(folder.resolve("m.npy")).hasSameBinaryContentAs(out.resolve("embeddings.npy"));
    }

    @Test
    void merge_classesMissingAndDamaged_namesThemAndExitsWith75() throws IOException {
        Files.delete(first.resolve(SHIRT).resolve("result.json"));
        Files.writeString(first.resolve("classes/0003-coat/embedding.npy"), "cut");
        ToolRun run = merge(75, first);
        assertThat(run.out())
                .contains("Missing (1): 5 \"shirt\"")
                .containsPattern("Failed: 3 \"coat\": .*embedding.npy")
                .contains("0 of 2 classes merged");
        assertThat(row(first, 5))
                .containsExactly(ModelFile.generator(Path.of("models/demo.pt"))
                        .embeddings()
                        .row(5));
        Files.copy(
                common.resolve("first/classes/0003-coat/embedding.npy"),
                first.resolve("classes/0003-coat/embedding.npy"),
                StandardCopyOption.REPLACE_EXISTING);
        ShortRun.improved(first, "shirt,coat", "-q");
        merge(0, first);
        assertThat(first.resolve("embeddings.npy")).hasSameBinaryContentAs(common.resolve("first/embeddings.npy"));
    }

    @Test
    void merge_onRequest_writesGeneratorAndSafetensors() throws IOException {
        Path generator = folder.resolve("tuned.pt");
        Path tensors = folder.resolve("tuned.safetensors");
        ToolRun run = merge(0, first, "--write-generator", generator, "--write-safetensors", tensors);
        assertThat(run.out()).contains("Written: " + generator + "\n", "Written: " + tensors + "\n");
        assertThat(ModelFile.generator(generator).embeddings().values()).containsExactly(matrix(first));
        Path exported = folder.resolve("exported.npy");
        assertThat(ToolRun.of("export", "--embedding", tensors, "--to", "npy", "--out", exported)
                        .exitCode())
                .isZero();
        assertThat(exported).hasSameBinaryContentAs(first.resolve("embeddings.npy"));
        try (Checkpoint file = Checkpoint.open(tensors)) {
            assertThat(file.metadata())
                    .containsEntry("generator_sha256", Sha256.of(Path.of("models/demo.pt")))
                    .containsEntry("tuned_classes", "[3,5]");
        }
        // What it wrote itself it may write again, and nothing else.
        assertSecondMergeChangesNothing(folder, first, "--write-generator", generator, "--write-safetensors", tensors);
        Files.writeString(tensors, "other");
        assertThat(merge(73, first, "--write-safetensors", tensors).err()).contains("--force");
        assertThat(tensors).hasContent("other");
        merge(0, first, "--write-safetensors", tensors, "--force");
        try (TorchScriptArchive archive = TorchScriptArchive.open(generator)) {
            archive.verify();
        }
    }

    @Test
    void merge_withoutOutputsInBetween_stillKnowsWhatItWrote() throws IOException {
        Path generator = folder.resolve("tuned.pt");
        Path tensors = folder.resolve("tuned.safetensors");
        merge(0, first, "--write-generator", generator, "--write-safetensors", tensors);
        merge(0, first);
        merge(0, first, "--write-safetensors", tensors);
        merge(0, first, "--write-generator", generator);
        Files.writeString(generator, "other");
        assertThat(merge(73, first, "--write-generator", generator).err()).contains("--force");
        assertThat(generator).hasContent("other");
    }

    @Test
    void merge_sameOutputByAnotherPath_isItsOwn() throws IOException {
        Path generator = folder.resolve("tuned.pt");
        merge(0, first, "--write-generator", generator);
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.toRealPath());
        for (Path other : List.of(
                folder.resolve("./tuned.pt"),
                folder.resolve("first/../tuned.pt"),
                Path.of("").toAbsolutePath().relativize(generator),
                link.resolve("tuned.pt"))) {
            merge(0, first, "--write-generator", other);
        }
        Path copy = Files.copy(generator, folder.resolve("copy.pt"));
        assertThat(merge(73, first, "--write-generator", copy).err()).contains("--force");
    }

    @Test
    void merge_generatorThatTuningWrote_isTheRunsOwn() {
        Path run = folder.resolve("run");
        Path generator = folder.resolve("tuned.pt");
        ShortRun.improved(run, "coat", "-q", "--write-generator", generator);
        merge(0, run, "--write-generator", folder.resolve("./tuned.pt"));
        merge(0, run);
        ShortRun.improved(run, "coat", "-q", "--write-generator", folder.resolve("run/../tuned.pt"));
    }

    @Test
    void merge_checkpoint_isACopyWithTheTunedRowsInPlace() {
        Path into = Fixtures.require("demo/G_ema.pth");
        Path checkpoint = folder.resolve("G_ema-tuned.pth");
        merge(0, first, "--write-checkpoint", checkpoint, "--into", into);
        Map<String, TestCheckpoints.Tensor> tensors = TestCheckpoints.read(checkpoint);
        Map<String, TestCheckpoints.Tensor> original = TestCheckpoints.read(into);
        assertThat(tensors.keySet()).isEqualTo(original.keySet());
        original.forEach((name, tensor) -> {
            if (!name.equals("shared.weight")) {
                assertThat(tensors.get(name).values()).isEqualTo(tensor.values());
            }
        });
        // The generator that is imported from it is the one that merge writes itself.
        Path imported = folder.resolve("imported.pt");
        Path generator = folder.resolve("tuned.pt");
        assertThat(ToolRun.of("import", "generator", checkpoint, "-o", imported).exitCode())
                .isZero();
        merge(0, first, "--write-generator", generator);
        assertThat(ModelFile.generator(imported).embeddings().values())
                .containsExactly(ModelFile.generator(generator).embeddings().values())
                .containsExactly(matrix(first));
    }

    @Test
    void merge_checkpointOfAnotherNetworkOrNone_isRefused() throws IOException {
        Path checkpoint = folder.resolve("new.pth");
        assertThat(merge(2, first, "--write-checkpoint", checkpoint).err()).contains("--into");
        Path other = TestCheckpoints.write(
                folder.resolve("other.pth"), Map.of("shared.weight", TestCheckpoints.Tensor.zeros(8, 128)));
        assertThat(merge(78, first, "--write-checkpoint", checkpoint, "--into", other)
                        .err())
                .contains("--into " + other + ": its embedding of class 0 is not that of")
                .hasLineCount(1);
        assertThat(merge(2, first, "--write-checkpoint", checkpoint, "--into", other, "--write-generator", checkpoint)
                        .err())
                .contains("name the same file");
        assertThat(checkpoint).doesNotExist();
    }

    @Test
    void merge_runsOfAnotherGenerator_areRefused() throws IOException {
        ObjectNode record = JsonFile.read(second.resolve("run.json"));
        ((ObjectNode) record.at("/models/generator")).put("sha256", "0".repeat(64));
        Files.writeString(second.resolve("run.json"), JsonFile.pretty(record));
        assertThat(merge(78, first, second, "--out", out).err())
                .contains("differ in models.generator.sha256")
                .hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void merge_classCopiedFromARunOfAnotherGenerator_isRefused() throws IOException {
        Path file = first.resolve(SHIRT).resolve("embedding.json");
        ObjectNode json = JsonFile.read(file);
        ((ObjectNode) json.path("generator")).put("sha256", "0".repeat(64));
        Files.writeString(file, JsonFile.pretty(json));
        assertThat(merge(78, first).err()).contains("0005-shirt: was tuned on").hasLineCount(1);
    }

    @Test
    void merge_classOfAnotherName_isRefused() throws IOException {
        Path result = second.resolve("classes/0005-tee-shirt/result.json");
        Files.move(second.resolve(SHIRT), result.getParent());
        Files.writeString(result, Files.readString(result).replace("\"shirt\"", "\"tee shirt\""));
        ObjectNode record = JsonFile.read(second.resolve("run.json"));
        ((ObjectNode) ((ArrayNode) record.path("classes")).get(1)).put("name", "tee shirt");
        Files.writeString(second.resolve("run.json"), JsonFile.pretty(record));
        assertThat(merge(78, first, second, "--out", out).err())
                .contains("class 5 is 5 \"shirt\" in", "and 5 \"tee shirt\" in")
                .hasLineCount(1);
    }

    @Test
    void merge_rowsWithNoiseLayers_areRefused() throws IOException {
        Path result = first.resolve(SHIRT).resolve("result.json");
        Files.writeString(
                result, Files.readString(result).replaceFirst("\"noiseLayer\" : false", "\"noiseLayer\" : true"));
        edit(first, SHIRT, true, -1);
        assertThat(merge(78, first, second, "--out", out).err())
                .contains("5 \"shirt\" of", "noise layer")
                .hasLineCount(1);
        // Alone it is what the run itself leaves: no matrix.
        Files.delete(first.resolve("embeddings.npy"));
        merge(0, first);
        assertThat(first.resolve("embeddings.npy")).doesNotExist();
    }

    @Test
    void merge_severalRunsWithoutOut_isRefused() {
        assertThat(merge(2, first, second).err()).contains("--out DIR").hasLineCount(1);
        assertThat(merge(2, first, second, "--out", first).err()).contains("is one of the runs");
    }

    @Test
    void merge_outWithOtherFiles_isRefusedAndKept() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("thesis.txt"), "x");
        assertThat(merge(73, first, second, "--out", out).err()).contains("has other files");
        assertThat(out.toFile().list()).containsExactly("thesis.txt");
    }

    /** A file in place of a folder, so that the generator cannot be written after the classes were copied. */
    @Test
    void merge_thatFailedHalfway_continuesInTheSameFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        merge(73, first, second, "--out", out, "--write-generator", file.resolve("tuned.pt"));
        assertThat(out.resolve(SHIRT)).isDirectory();
        assertThat(out.resolve("run.json")).doesNotExist();
        assertThat(JsonFile.read(out.resolve("merge.json")).path("complete").asBoolean(true))
                .isFalse();
        merge(0, first, second, "--out", out);
        merge(0, first, second, "--out", folder.resolve("at-once"));
        assertThat(Files.readString(out.resolve("merge.csv")))
                .isEqualTo(Files.readString(folder.resolve("at-once/merge.csv")));
        assertThat(out.resolve("embeddings.npy")).hasSameBinaryContentAs(folder.resolve("at-once/embeddings.npy"));
    }

    /** The folder may hold the only copy of a class, as the runs may be deleted. */
    @Test
    void merge_outWithAClassOfAnEarlierMergeThatNoRunHas_isRefusedAndKept() throws IOException {
        merge(0, first, second, "--out", out);
        Map<Path, String> before = digests(out);
        ToolRun run = merge(73, first, "--out", out);
        assertThat(run.err())
                .contains("--out " + out + ": has the class 0007-bag")
                .hasLineCount(1);
        assertThat(digests(out)).isEqualTo(before);
        merge(0, first, second, "--out", out);
    }

    @Test
    void merge_folderWithoutARun_isRefused() {
        assertThat(merge(66, folder.resolve("none")).err()).contains("no such folder");
    }

    /** Of all files in a folder, dates and names included, but for the claims of the processes. */
    private static void assertSecondMergeChangesNothing(Path changed, Object... arguments) throws IOException {
        Map<Path, String> before = digests(changed);
        merge(0, arguments);
        assertThat(digests(changed)).isEqualTo(before);
    }

    private static Map<Path, String> digests(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith(".claim-"))
                    .collect(Collectors.toMap(file -> file, Sha256::of));
        }
    }

    /** The digests of the files in a folder of a run, without claims and pages. */
    private static Map<String, String> files(Path run, String part) throws IOException {
        if (!Files.isDirectory(run.resolve(part))) {
            return Map.of();
        }
        try (Stream<Path> files = Files.list(run.resolve(part))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().matches("\\.claim-.*|report.html"))
                    .collect(Collectors.toMap(file -> file.getFileName().toString(), Sha256::of));
        }
    }

    private static String lines(Path events, int index) throws IOException {
        return Files.readString(events)
                .lines()
                .filter(line -> line.startsWith("{\"class\":" + index + ","))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static ToolRun merge(int code, Object... arguments) {
        ToolRun run = ToolRun.of(
                Stream.concat(Stream.of("merge"), Stream.of(arguments)).toArray());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        return run;
    }

    /** A run's folder with the files that a merge adds. */
    private Path withTables(Path run) throws IOException {
        Path copy = ShortRun.copy(run, folder.resolve("expected"));
        Files.copy(first.resolve("merge.csv"), copy.resolve("merge.csv"));
        return copy;
    }

    private static void edit(Path run, String name, boolean improved, double loss) throws IOException {
        Path file = run.resolve(name).resolve("result.json");
        ObjectNode json = JsonFile.read(file);
        json.put("improved", improved).put("verdict", improved ? "improved" : "kept");
        ((ObjectNode) json.path("candidate")).put("loss", loss);
        Files.writeString(file, JsonFile.pretty(json));
    }

    private static float[] embedding(Path run, String name) {
        return NpyFile.read(run.resolve(name).resolve("embedding.npy")).floats();
    }

    private static float[] matrix(Path run) {
        return NpyFile.read(run.resolve("embeddings.npy")).floats();
    }

    private static float[] row(Path run, int index) {
        float[] values = matrix(run);
        int columns = 128;
        return Arrays.copyOfRange(values, index * columns, (index + 1) * columns);
    }
}
