package org.biggantune.command.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        Path target = Files.createDirectories(run.resolve("classes/0005-shirt"));
        Files.writeString(
                run.resolve("run.json"),
                "{\"tool\": \"biggan-tune\", \"command\": \"improve\", \"classes\": [{\"index\": 5, \"name\": \"shirt\"}],"
                        + " \"models\": {\"generator\": " + model("demo") + ", \"classifier\": "
                        + model("demo-classifier")
                        + ", \"judge\": " + model("demo-judge") + "}}");
        Files.writeString(target.resolve("result.json"), "{\"class\": {\"index\": 5, \"name\": \"shirt\"}}");
        float[] row = ModelFile.generator(DEMO).embeddings().row(5);
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
        Map<String, String> home =
                Map.of("BIGGAN_TUNE_HOME", folder.resolve("home").toString());
        ToolRun found = ToolRun.with(home, all.toArray());
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
}
