package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.model.ModelFile;
import org.biggantune.support.DemoModels;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which judge a run has where the user names none. */
final class JudgeChoiceTest {
    private static final String SHORT = "improve --json --iterations 1 --batch 2 --evaluate-every 1 --grid 0"
            + " --validation-samples 2 --test-samples 2 --collapsed-below 0 --device cpu --threads 1";

    @TempDir
    Path folder;

    private static ToolRun improve(Object... options) {
        List<Object> all = new ArrayList<>(Arrays.asList((Object[]) SHORT.split(" ", -1)));
        all.addAll(Arrays.asList(options));
        return ToolRun.of(all.toArray());
    }

    /** The demo generator and its classifier with "shirt" called otherwise, which the shipped judge does not know. */
    private Object[] blouses(String judge) {
        GeneratorMetadata metadata =
                ModelFile.generator(Path.of("models", "demo.pt")).metadata();
        Path generator = folder.resolve("blouses.pt");
        try (TorchScriptArchive archive = TorchScriptArchive.open(Path.of("models", "demo.pt"))) {
            archive.replaceMatrix(
                    generator,
                    metadata.embeddingParameter(),
                    metadata.classCount(),
                    archive.tensors().finiteFloats(metadata.embeddingParameter()),
                    Map.of(
                            MetadataFormat.FILE,
                            MetadataFormat.of(metadata.withClassNames(named(metadata.classNames())))));
        }
        Path classifier = DemoModels.classifier(folder, "classifier", named(DemoModels.LABELS));
        return new Object[] {
            "--generator", generator, "--classifier", classifier, "--judge", judge, "--out", folder.resolve("run")
        };
    }

    private static List<String> named(List<String> names) {
        return names.stream()
                .map(name -> name.equals("shirt") ? "blouse" : name)
                .toList();
    }

    private static Object[] with(Object[] options, Object... more) {
        List<Object> all = new ArrayList<>(Arrays.asList(options));
        all.addAll(Arrays.asList(more));
        return all.toArray();
    }

    @Test
    void judge_byDefault_isTheShippedOneWhereItKnowsTheClasses() throws IOException {
        ToolRun run = improve("--class", "shirt", "--out", folder.resolve("run"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("No judge");
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("run/run.json").toFile())
                        .at("/models/judge/file")
                        .asText())
                .isEqualTo("demo-judge.pt");
    }

    @Test
    void judge_autoThatLacksAClass_isNoneAndThatIsSaidOnce() throws IOException {
        ToolRun run = improve(with(blouses("auto"), "--class", "bag,blouse"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .containsOnlyOnce("No judge: demo-judge has no label 'blouse' among its 10 labels (\"t-shirt\",")
                .contains("name a classifier that knows the classes with --judge");
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("run/run.json").toFile())
                        .at("/models/judge")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void judge_auto_standsForTheDefaultJudgeOfTheSettings() throws IOException {
        ToolRun run = improve("--class", "shirt", "--default-judge", "demo-classifier", "--out", folder.resolve("run"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("run/run.json").toFile())
                        .at("/models/judge/file")
                        .asText())
                .isEqualTo("demo-classifier.pt");
        ToolRun missing = improve("--class", "shirt", "--default-judge", "none-such", "--out", folder.resolve("other"));
        assertThat(missing.exitCode()).as(missing.err()).isZero();
        assertThat(missing.err())
                .contains("No judge: the default judge is missing (--default-judge none-such: no such file");
    }

    @Test
    void judge_namedThatLacksAClass_isRefusedWithTheOptionThatFixesIt() {
        ToolRun run = improve(with(blouses("demo-judge"), "--class", "blouse"));
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err())
                .contains("no label 'blouse' among its 10 labels")
                .contains("name one that knows it with --judge, or give --judge auto or none")
                .hasLineCount(1);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void classifier_thatLacksAClass_isRefusedWithTheOptionThatFixesIt() {
        Object[] options = blouses("auto");
        options[3] = "demo-classifier";
        ToolRun run = improve(with(options, "--class", "blouse"));
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err())
                .contains("demo-classifier.pt: no label 'blouse' among its 10 labels")
                .contains("name one that knows it with --classifier (its labels: biggan-tune classes ")
                .hasLineCount(1);
    }
}
