package org.biggantune.command.classes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code classes}, without libtorch. */
final class ClassesCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static String out(Object... arguments) {
        ToolRun run = ToolRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private static List<Integer> found(Object... arguments) throws IOException {
        JsonNode list = JSON.readTree(out(arguments));
        return list.valueStream().map(node -> node.get("index").asInt()).toList();
    }

    @Test
    void classes_withoutAModel_areTheGenerators() {
        assertThat(out("classes"))
                .startsWith("class  name")
                .contains("    0  t-shirt\n")
                .contains("    7  bag\n");
        ToolRun other = ToolRun.with(Map.of("BIGGAN_TUNE_GENERATOR", "demo-classifier"), "classes");
        assertThat(other.out()).contains("ankle boot");
        assertThat(out("classes", "models/demo.pt")).isEqualTo(out("classes", "demo"));
    }

    @Test
    void classes_ofASetOfLabelsAClassifierOrATarget_areListed() throws IOException {
        assertThat(found("classes", "imagenet", "--json")).hasSize(1000);
        assertThat(found("classes", "demo-classifier", "--json")).hasSize(10);
        assertThat(out("classes", "fashion10", "boot")).contains("    9  ankle boot\n");
        Path target = Files.writeString(folder.resolve("two.yaml"), "labels: [lake, river]\nclassifier: c\n");
        assertThat(out("classes", target)).contains("    1  river\n");
    }

    @Test
    void search_words_findTheirBeginningsElseAnyPart() throws IOException {
        assertThat(found("classes", "imagenet", "keyboard", "--json")).contains(508, 878);
        assertThat(found("classes", "imagenet", "compu keyb", "--json")).containsExactly(508);
        assertThat(found("classes", "imagenet", "eyboar", "--json")).contains(508, 878);
        assertThat(found("classes", "imagenet", "owl", "--json")).containsExactly(24);
        assertThat(found("classes", "imagenet", "n03085013", "--json")).containsExactly(508);
        assertThat(found("classes", "imagenet", "Keypad", "--json")).containsExactly(508);
        assertThat(found("classes", "imagenet", "wading bird", "--json"))
                .contains(134)
                .doesNotContain(517);
        assertThat(found("classes", "imagenet", "508", "--json")).containsExactly(508);
        assertThat(found("classes", "imagenet", "1000", "--json")).isEmpty();
    }

    @Test
    void search_table_hasIdsSynonymsAndKinds() throws IOException {
        assertThat(out("classes", "imagenet", "crane")).isEqualTo("""
                        class  name   WordNet id  synonyms  kind
                        -----  -----  ----------  --------  --------------
                          134  crane  n02012849             wading bird
                          517  crane  n03126707             lifting device
                        """);
        assertThat(JSON.readTree(out("classes", "imagenet", "508", "--json"))).isEqualTo(JSON.readTree("""
                        [{"index": 508, "name": "computer keyboard", "wordnet": "n03085013", "synonyms": ["keypad"],
                          "kind": "keyboard"}]
                        """));
        assertThat(JSON.readTree(out("classes", "demo", "bag", "--json")))
                .isEqualTo(JSON.readTree("[{\"index\": 7, \"name\": \"bag\"}]"));
    }

    @Test
    void search_oneWordThatIsNoModel_looksForItInTheGenerator() throws IOException {
        assertThat(found("classes", "shirt", "--json")).containsExactly(0, 5);
        assertThat(out("classes", "keyboard"))
                .startsWith("\"keyboard\": no class of the generator has this name; give one of \"t-shirt\"")
                .endsWith("; ImageNet has 3 such classes: biggan-tune classes imagenet keyboard\n");
        assertThat(out("classes", "computer keyboard"))
                .contains("in ImageNet it is 508 \"computer keyboard\": for a generator with its 1,000 classes run"
                        + " biggan-tune models install biggan-deep-256");
        assertThat(JSON.readTree(out("classes", "keyboard", "--json"))).isEmpty();
    }

    @Test
    void classes_ofAMissingOrWrongModel_areRefusedInOneLine() throws IOException {
        ToolRun missing = ToolRun.of("classes", "nets/none.pt");
        assertThat(missing.exitCode()).isEqualTo(66);
        assertThat(missing.err()).contains("MODEL nets/none.pt: no such file").hasLineCount(1);
        assertThat(ToolRun.of("classes", "none", "shirt").exitCode()).isEqualTo(66);
        Path text = Files.writeString(folder.resolve("text.pt"), "text");
        assertThat(ToolRun.of("classes", text).exitCode()).isEqualTo(65);
    }
}
