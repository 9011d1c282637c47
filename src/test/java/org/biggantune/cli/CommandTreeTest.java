package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTreeTest {
    private static final List<String> COMMANDS = List.of(
            "improve",
            "repurpose",
            "diversify",
            "evaluate",
            "sample",
            "classify",
            "import",
            "export",
            "inspect",
            "check",
            "verify",
            "doctor",
            "bench");

    @TempDir
    Path folder;

    @Test
    void help_ofTheTool_listsEveryCommand() {
        ToolRun run = ToolRun.of("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(COMMANDS)
                .allSatisfy(command -> assertThat(run.out()).containsPattern("(?m)^  " + command + " +\\S"));
    }

    @Test
    void help_ofEachCommand_listsItsOptions() {
        for (String command : COMMANDS) {
            ToolRun run = ToolRun.of(command, "--help");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).startsWith("Usage: biggan-tune " + command).contains("-h, --help");
        }
    }

    @Test
    void command_misspelt_isSuggested() {
        ToolRun run = ToolRun.of("doktor");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'doktor'").contains("did you mean").contains("doctor");
    }

    @Test
    void settings_ofCommandsThatAreNotAskedFor_areChecked() throws Exception {
        Path config = Files.writeString(folder.resolve("mine.yaml"), "bench:\n  stepps: 3\n");
        ToolRun run = ToolRun.of("classify", "x.png", "--config", config);
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err()).contains("unknown key 'bench.stepps'; did you mean steps");
    }

    @Test
    void defaults_withAnUnknownKey_areRefusedWhereASettingsFileIsNamed() throws Exception {
        assertThat(ToolRun.of("improve", "--class", "0", "--preset", "long", "--print-config")
                        .exitCode())
                .isZero();
        Path configs =
                Files.createDirectories(folder.resolve("configs/presets")).getParent();
        Files.copy(Path.of("configs/presets/long.yaml"), configs.resolve("presets/long.yaml"));
        String defaults = Files.readString(Path.of("configs/default.yaml"));
        Files.writeString(configs.resolve("default.yaml"), defaults.replace("libtorch:", "libtroch:"));
        ToolRun run = ToolRun.installedIn(folder, "improve", "--class", "0", "--preset", "long", "--print-config");
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err()).contains("unknown key 'libtroch'; did you mean libtorch");
    }

    @Test
    void help_withoutTheFileOfDefaults_isShownAllTheSame() {
        ToolRun run = ToolRun.installedIn(folder, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: biggan-tune");
    }
}
