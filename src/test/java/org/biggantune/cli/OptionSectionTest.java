package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.biggantune.BigganTuneCommand;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class OptionSectionTest {
    /** What says where files go, what runs beside what, what is trusted and what is shown: for whoever starts a run. */
    private static final Set<String> OTHERS = Set.of(
            "class",
            "config",
            "device",
            "devices",
            "shard",
            "force",
            "from-scan",
            "grid",
            "help",
            "json",
            "libtorch",
            "out",
            "print-config",
            "quiet",
            "report",
            "save-every",
            "checkpoint-every",
            "sweep",
            "target",
            "tensorboard",
            "threads",
            "trust",
            "verbose",
            "version",
            "worker",
            "write-generator",
            "worst");

    @Test
    void names_andTheOthers_areAllOptionsOfTuningCommands() {
        InstallDir home = new InstallDir(Path.of("").toAbsolutePath());
        Set<String> known = new TreeSet<>();
        for (String command : List.of("improve", "repurpose", "diversify")) {
            CommandLine line = CommandTree.of(BigganTuneCommand.COMMANDS, home, command)
                    .line()
                    .getSubcommands()
                    .get(command);
            line.getCommandSpec().options().forEach(option -> known.add(ConfiguredDefaults.name(option)));
        }
        Set<String> named = new TreeSet<>(OptionSection.resultOptions());
        named.addAll(OTHERS);
        assertThat(known).isEqualTo(named);
        assertThat(OptionSection.resultOptions()).doesNotContainAnyElementsOf(OTHERS);
    }
}
