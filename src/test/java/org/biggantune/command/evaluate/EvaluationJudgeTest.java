package org.biggantune.command.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.io.Sha256;
import org.biggantune.model.ModelFile;
import org.biggantune.support.DemoModels;
import org.biggantune.support.RealPictures;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which judge {@code evaluate} takes for embeddings that classifiers tuned and chose. */
class EvaluationJudgeTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path MODELS = Path.of("models");
    private static final Path DEMO = MODELS.resolve("demo.pt");

    @TempDir
    Path folder;

    private Path run;

    /** A run that tuned with demo-classifier and chose with demo-judge. */
    @BeforeEach
    void writeRun() throws IOException {
        RealPictures.write(folder.resolve("real"), "shirt", 5, 28);
        run = folder.resolve("run");
        writeRun(
                run, 5, "shirt", "\"classifier\": " + model("demo-classifier") + ", \"judge\": " + model("demo-judge"));
    }

    private static void writeRun(Path run, int index, String name, String classifiers) throws IOException {
        Path target = Files.createDirectories(run.resolve("classes/000" + index + "-" + name));
        String label = "{\"index\": " + index + ", \"name\": \"" + name + "\"}";
        Files.writeString(
                run.resolve("run.json"),
                "{\"tool\": \"biggan-tune\", \"command\": \"improve\", \"classes\": [" + label
                        + "], \"models\": {\"generator\": " + model("demo") + ", " + classifiers + "}}");
        String measures = "{\"classifier\": {\"top1\": 0, \"probability\": 0}, \"judge\": null, \"pairDiversity\": 0}";
        Files.writeString(
                target.resolve("result.json"),
                "{\"class\": " + label
                        + ", \"verdict\": \"kept\", \"improved\": false, \"reason\": \"\", \"seconds\": 1,"
                        + " \"before\": " + measures + ", \"after\": " + measures + "}");
        float[] row = ModelFile.generator(DEMO).embeddings().row(index);
        NpyFile.write(target.resolve("embedding.npy"), NpyArray.ofFloats(new long[] {1, row.length}, row));
    }

    private static String model(String name) {
        String file = name + ".pt";
        return "{\"file\": \"" + file + "\", \"sha256\": \"" + Sha256.of(MODELS.resolve(file)) + "\"}";
    }

    private ToolRun evaluate(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("evaluate", "--real", folder.resolve("real"), "--samples", 4));
        all.addAll(List.of("--threads", 1));
        all.addAll(List.of(arguments));
        ToolRun found = ToolRun.ofUser(folder.resolve("home"), all.toArray());
        assertThat(found.exitCode()).as(found.err()).isZero();
        return found;
    }

    private JsonNode judge(Object... arguments) throws IOException {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return JSON.readTree(evaluate(all.toArray()).out()).path("judge");
    }

    /** The judge once more, under another digest. */
    private void installAnother() throws IOException {
        Path installed = Files.createDirectories(folder.resolve("home/models"));
        Files.move(DemoModels.judge(installed), installed.resolve("another.pt"));
    }

    @Test
    void judge_everyClassifierHadASay_isTheOneThatOnlyChose_andThatIsSaid() throws IOException {
        JsonNode found = judge("--run", run);
        assertThat(found.path("file").asText()).isEqualTo("demo-judge.pt");
        assertThat(found.path("role").asText()).isEqualTo("judge");
        assertThat(evaluate("--run", run).out())
                .contains("demo-judge.pt helped to choose the embeddings: its top-1 and probability overrate them");
    }

    @Test
    void judge_anotherIsInstalled_isTheOneWithoutASay() throws IOException {
        installAnother();
        JsonNode found = judge("--run", run);
        assertThat(found.path("file").asText()).isEqualTo("another.pt");
        assertThat(found.path("role").asText()).isEqualTo("independent");
        ToolRun table = evaluate("--run", run);
        assertThat(table.err()).contains("another.pt, as the default judge helped to make the embeddings");
        assertThat(table.out()).contains("another.pt").doesNotContain("overrate");
        assertThat(judge("--class", "shirt").path("file").asText())
                .as("embeddings that nobody tuned")
                .isEqualTo("demo-judge.pt");
    }

    @Test
    void judge_thatIsNamed_isTaken_andItsPartSaid() throws IOException {
        installAnother();
        JsonNode found = judge("--run", run, "--judge", "demo-classifier");
        assertThat(found.path("role").asText()).isEqualTo("classifier");
        assertThat(evaluate("--run", run, "--judge", "demo-classifier").out())
                .contains("demo-classifier.pt tuned the embeddings: its top-1 and probability overrate them");
    }

    @Test
    void matrixAndGenerator_inARunsFolder_areOfItsClassifiers() throws IOException {
        float[] rows = ModelFile.generator(DEMO).embeddings().values();
        Path matrix = run.resolve("embeddings.npy");
        NpyFile.write(matrix, NpyArray.ofFloats(new long[] {8, rows.length / 8}, rows));
        Path generator = Files.copy(DEMO, run.resolve("tuned.pt"));
        assertThat(judge("--class", "shirt", "--embedding", matrix).path("role").asText())
                .isEqualTo("judge");
        assertThat(judge("--class", "shirt", "--generator", generator)
                        .path("role")
                        .asText())
                .as("no generator that the run wrote")
                .isEqualTo("independent");
        Files.writeString(
                run.resolve("written.json"),
                "{\"written\": [{\"file\": \"tuned.pt\", \"sha256\": \"" + Sha256.of(generator) + "\"}]}");
        assertThat(judge("--class", "shirt", "--generator", generator)
                        .path("role")
                        .asText())
                .isEqualTo("judge");
    }

    @Test
    void mergedRuns_ofDifferentClassifiers_areOfAllOfThem() throws IOException {
        installAnother();
        RealPictures.write(folder.resolve("real"), "coat", 2, 28);
        RealPictures.write(folder.resolve("real"), "bag", 2, 28);
        Path second = folder.resolve("second");
        writeRun(second, 3, "coat", "\"classifier\": " + model("demo-judge"));
        Path third = folder.resolve("third");
        writeRun(third, 7, "bag", "\"classifier\": " + model("demo-classifier"));
        Path merged = folder.resolve("merged");
        Path generator = merged.resolve("tuned.pt");
        merge(run, second, "--out", merged, "--write-generator", generator);
        assertRoles("classifier", "classifier", "--run", merged);
        assertRoles("classifier", "classifier", "--class", "shirt", "--generator", generator);
        assertRoles("classifier", "classifier", "--class", "shirt", "--embedding", merged.resolve("embeddings.npy"));
        Path again = folder.resolve("again");
        merge(merged, third, "--out", again, "--no-report");
        assertRoles("classifier", "classifier", "--run", again);
        Path rest = folder.resolve("rest");
        merge(run, third, "--out", rest, "--no-report");
        assertRoles("judge", "classifier", "--run", rest);
        assertThat(judge("--class", "shirt", "--generator", generator)
                        .path("file")
                        .asText())
                .isEqualTo("another.pt");
    }

    private static void merge(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("merge"));
        all.addAll(List.of(arguments));
        ToolRun found = ToolRun.of(all.toArray());
        assertThat(found.exitCode()).as(found.err()).isZero();
    }

    /** The roles of demo-judge and demo-classifier. */
    private void assertRoles(String judge, String classifier, Object... embeddings) throws IOException {
        List<Object> all = new ArrayList<>(List.of(embeddings));
        all.addAll(List.of("--judge", "demo-judge"));
        assertThat(judge(all.toArray()).path("role").asText()).isEqualTo(judge);
        all.set(all.size() - 1, "demo-classifier");
        assertThat(judge(all.toArray()).path("role").asText()).isEqualTo(classifier);
    }
}
