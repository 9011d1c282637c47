package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.biggantune.BigganTuneCommand;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class SettingsPageTest {
    private static final Path PAGE = Path.of("docs", "settings.md");

    @Test
    void page_ofAllOptions_isCurrent() throws IOException {
        InstallDir home = new InstallDir(Path.of("").toAbsolutePath());
        CommandTree tree = CommandTree.of(BigganTuneCommand.COMMANDS, home).withAllOptions(home);
        CommandLine tool = tree.line();
        OptionValues.register(tool);
        tool.setDefaultValueProvider(ConfiguredDefaults.load(tree, home, Map.of(), new String[0]));
        String text = new SettingsPage(tool).text();
        assertThat(text).contains("--learning-rate", "(default: 0.05)").doesNotContain("${");
        if (Boolean.getBoolean("biggantune.update")) {
            Files.writeString(PAGE, text);
        }
        assertThat(PAGE).content().isEqualTo(text);
    }
}
