package org.biggantune.command.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models by name: what every command says of them, and those that are the user's defaults. */
class ModelsCommandTest {
    @TempDir
    Path home;

    private ToolRun run(Object... arguments) {
        return ToolRun.ofUser(home, arguments);
    }

    private void install(String name, String archive) throws IOException {
        Files.createDirectories(home.resolve("models"));
        Files.copy(Path.of("models", archive + ".pt"), home.resolve("models").resolve(name + ".pt"));
    }

    @Test
    void find_installedModel_isFoundByEveryOption() throws IOException {
        install("mine", "demo");
        install("mine-classifier", "demo-classifier");
        ToolRun run = run(
                "improve",
                "--generator",
                "mine",
                "--classifier",
                "mine-classifier",
                "--judge",
                "none",
                "--class",
                "no such class");
        assertThat(run.err()).contains("no such class").doesNotContain("no such file");
    }

    @Test
    void find_knownButNotInstalled_saysTheCommand() {
        ToolRun run = run("sample", "--generator", "biggan-deep-256", "--class", "508");
        assertThat(run.exitCode()).isEqualTo(66);
        assertThat(run.err())
                .isEqualTo(
                        "biggan-tune: --generator biggan-deep-256: not installed; get it with: biggan-tune models install"
                                + " biggan-deep-256\n");
        assertThat(run("classify", "--classifier", "resnet50", "--input", "x.npy")
                        .err())
                .contains("--classifier resnet50: not installed; get it with: biggan-tune models install resnet50");
        assertThat(run("sample", "--generator", "biggan-256", "--class", "508").err())
                .contains("--generator biggan-256: not installed; fetch it from https://drive.google.com/");
    }

    @Test
    void list_withoutAFolder_showsShippedAndAvailable() {
        ToolRun run = run("models", "list");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern("demo +generator +shipped +1.2 +Apache-2.0")
                .containsPattern("resnet50 +classifier +available +102.5 +BSD-3-Clause");
        assertThat(run("models").exitCode()).isEqualTo(2);
    }

    @Test
    void list_damagedArchive_isListedAsSuch() throws IOException {
        Files.createDirectories(home.resolve("models"));
        Files.writeString(home.resolve("models/broken.pt"), "PK\3\4 no zip file");
        ToolRun run = run("models", "list");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("broken +damaged +installed");
    }

    @Test
    void doctor_installedModels_areListedAndTheDamagedNamed() throws IOException {
        install("mine", "demo");
        Files.writeString(home.resolve("models/broken.pt"), "PK\3\4 no zip file");
        ToolRun run = run("doctor");
        assertThat(run.out())
                .containsPattern("installed +broken, mine in " + home.resolve("models"))
                .containsPattern(
                        "hint: " + home.resolve("models/broken.pt") + ": .* biggan-tune models install broken");
        assertThat(run("doctor", "--json").out()).contains("\"installed\" : [ \"broken\", \"mine\" ]");
    }

    @Test
    void use_namedModels_becomeTheDefaultsAndTheRestStays() throws IOException {
        install("mine", "demo");
        Path settings = Files.writeString(home.resolve("config.yaml"), "# my own\nseed: 3 # a good one\n");
        ToolRun run = run("models", "use", "mine", "demo-judge", "none");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("generator +mine\n").containsPattern("classifier +demo-judge\n");
        assertThat(settings)
                .hasContent("# my own\nseed: 3 # a good one\ngenerator: mine\nclassifier: demo-judge\njudge: none\n");
        assertThat(run("improve", "--class", "0", "--print-config").out())
                .containsPattern("generator: mine +# " + settings)
                .containsPattern("judge: none +# " + settings)
                .containsPattern("seed: 3 +# " + settings);
        assertThat(run("models", "use", "demo").exitCode()).isZero();
        assertThat(settings)
                .hasContent("# my own\nseed: 3 # a good one\ngenerator: demo\nclassifier: demo-judge\njudge: none\n");
    }

    @Test
    void use_judge_isTheOneThatAutoStandsFor() {
        Path settings = home.resolve("config.yaml");
        assertThat(run("models", "use", "demo", "demo-classifier", "demo-classifier")
                        .exitCode())
                .isZero();
        assertThat(settings)
                .hasContent(
                        "generator: demo\nclassifier: demo-classifier\ndefault-judge: demo-classifier\njudge: auto\n");
        assertThat(run("models", "use", "demo", "demo-classifier", "none").exitCode())
                .isZero();
        assertThat(settings)
                .hasContent(
                        "generator: demo\nclassifier: demo-classifier\ndefault-judge: demo-classifier\njudge: none\n");
        assertThat(run("models", "use", "demo", "demo-classifier", "auto").exitCode())
                .isZero();
        assertThat(run("improve", "--class", "0", "--print-config").out())
                .containsPattern("judge: auto +# " + settings)
                .containsPattern("default-judge: demo-classifier +# " + settings);
    }

    @Test
    void use_file_isKeptWithItsFolder() {
        Path file = Path.of("models", "demo.pt");
        assertThat(run("models", "use", file).exitCode()).isZero();
        assertThat(home.resolve("config.yaml")).hasContent("generator: " + file.toAbsolutePath() + "\n");
    }

    @Test
    void use_folderOfSettings_isThatOfXdgWhereItIsNamed() {
        Map<String, String> environment = new HashMap<>();
        environment.put("BIGGAN_TUNE_HOME", home.toString());
        environment.put("XDG_CONFIG_HOME", home.resolve("xdg").toString());
        assertThat(ToolRun.with(environment, "models", "use", "demo").exitCode())
                .isZero();
        assertThat(home.resolve("xdg/biggan-tune/config.yaml")).hasContent("generator: demo\n");
    }

    @Test
    void use_missingOrWrongModel_isRefusedAndWritesNothing() {
        ToolRun missing = run("models", "use", "demo", "resnet50");
        assertThat(missing.exitCode()).isEqualTo(66);
        assertThat(missing.err()).contains("resnet50: not installed; get it with: biggan-tune models install resnet50");
        ToolRun swapped = run("models", "use", "demo-classifier");
        assertThat(swapped.exitCode()).isEqualTo(65);
        assertThat(swapped.err()).contains("generator demo-classifier: is a classifier, expected a generator");
        assertThat(home.resolve("config.yaml")).doesNotExist();
    }

    @Test
    void use_brokenSettings_areRefusedWithTheLineAndLeft() throws IOException {
        Path settings = Files.writeString(home.resolve("config.yaml"), "seed: 1\nseeed: 2\n");
        ToolRun run = run("models", "use", "demo");
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err()).contains(settings + ", line 2: unknown key 'seeed'; did you mean seed?");
        assertThat(settings).hasContent("seed: 1\nseeed: 2\n");
    }

    @Test
    void remove_whatIsNotInstalled_isRefused() {
        assertThat(run("models", "remove", "demo").err()).contains("demo: comes with the tool and cannot be removed");
        assertThat(run("models", "remove", "../demo").exitCode()).isEqualTo(2);
        ToolRun run = run("models", "remove", "resnet50");
        assertThat(run.exitCode()).isEqualTo(66);
        assertThat(run.err()).contains("resnet50: is not installed");
    }

    @Test
    void show_availableModel_saysHowToGetIt() {
        assertThat(run("models", "show", "resnet50").out())
                .containsPattern("source +https://download.pytorch.org/models/resnet50-0676ba61.pth")
                .containsPattern("digest +SHA-256 0676ba61…")
                .containsPattern("get it +biggan-tune models install resnet50");
        assertThat(run("models", "show", "nobody").exitCode()).isEqualTo(66);
    }
}
