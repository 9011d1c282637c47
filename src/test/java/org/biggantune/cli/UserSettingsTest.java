package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's own settings: where they lie, and their place among the layers. */
class UserSettingsTest {
    @TempDir
    Path folder;

    private Path settings;

    @BeforeEach
    void name() {
        settings = folder.resolve("config.yaml");
    }

    private ToolRun run(Object... arguments) {
        return ToolRun.ofUser(folder, arguments);
    }

    @Test
    void folder_followsItsVariableThenXdgThenTheHome() {
        UserFolder home = UserFolder.of(Map.of("HOME", "/home/me"));
        assertThat(home.models()).contains(Path.of("/home/me/.local/share/biggan-tune/models"));
        assertThat(home.settings()).contains(Path.of("/home/me/.config/biggan-tune/config.yaml"));
        UserFolder xdg =
                UserFolder.of(Map.of("HOME", "/home/me", "XDG_DATA_HOME", "/data", "XDG_CONFIG_HOME", "/etc/me"));
        assertThat(xdg.models()).contains(Path.of("/data/biggan-tune/models"));
        assertThat(xdg.settings()).contains(Path.of("/etc/me/biggan-tune/config.yaml"));
        UserFolder named =
                UserFolder.of(Map.of("HOME", "/home/me", "BIGGAN_TUNE_HOME", "/bt", "XDG_DATA_HOME", "/data"));
        assertThat(named.models()).contains(Path.of("/bt/models"));
        assertThat(named.settings()).contains(Path.of("/bt/config.yaml"));
        UserFolder both = UserFolder.of(Map.of("BIGGAN_TUNE_HOME", "/bt", "XDG_CONFIG_HOME", "/etc/me"));
        assertThat(both.settings()).contains(Path.of("/etc/me/biggan-tune/config.yaml"));
        assertThat(UserFolder.of(Map.of()).root()).isEqualTo(Optional.empty());
    }

    @Test
    void settings_countBeforeTheShippedOnesAndAreShownWithTheirFile() throws IOException {
        Files.writeString(settings, "seed: 7\nimprove:\n  iterations: 11\n");
        assertThat(run("improve", "--class", "0", "--print-config").out())
                .containsPattern("seed: 7 +# " + settings + "\n")
                .containsPattern("iterations: 11 +# " + settings + "\n");
        assertThat(run("diversify", "--class", "0", "--print-config").out())
                .containsPattern("seed: 7 +# " + settings + "\n")
                .containsPattern("iterations: 200 +# default\n");
    }

    @Test
    void settings_areWeakerThanTargetPresetConfigAndEnvironment() throws IOException {
        Files.writeString(settings, "classifier: demo\nseed: 7\niterations: 3\nthreads: 5\n");
        Path config = Files.writeString(folder.resolve("other.yaml"), "seed: 8\n");
        assertThat(run("repurpose", "--target", "fashion10", "--config", config, "--print-config")
                        .out())
                .containsPattern("seed: 8 +# " + config)
                .containsPattern("classifier: demo-classifier +# target fashion10")
                .containsPattern("iterations: 3 +# " + settings);
        assertThat(ToolRun.with(
                                Map.of("BIGGAN_TUNE_HOME", folder.toString(), "BIGGAN_TUNE_THREADS", "6"),
                                "improve",
                                "--class",
                                "0",
                                "--print-config")
                        .out())
                .containsPattern("threads: 6 +# environment BIGGAN_TUNE_THREADS");
    }

    @Test
    void settings_mayNameTheTarget() throws IOException {
        Files.writeString(settings, "repurpose:\n  target: fashion10\n");
        assertThat(run("repurpose", "--print-config").out())
                .containsPattern("classifier: demo-classifier +# target fashion10");
    }

    @Test
    void settings_unknownKeyOfAnyCommand_namesTheLine() throws IOException {
        Files.writeString(settings, "seed: 7\n\nbench:\n  stepps: 1\n");
        ToolRun run = run("improve", "--class", "0", "--print-config");
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err())
                .isEqualTo("biggan-tune: " + settings + ", line 4: unknown key 'bench.stepps'; did you mean steps?\n");
    }

    @Test
    void settings_thatAreNoYaml_nameTheLine() throws IOException {
        Files.writeString(settings, "seed: 7\ngenerator: [demo\n");
        ToolRun run = run("doctor");
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.err()).startsWith("biggan-tune: " + settings + ", line ").hasLineCount(1);
    }

    @Test
    void help_withBrokenSettings_isShown() throws IOException {
        Files.writeString(settings, "seed: [");
        assertThat(run("improve", "--help").exitCode()).isZero();
        assertThat(run("--version").exitCode()).isZero();
    }
}
