package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.biggantune.support.ToolCommands;
import org.junit.jupiter.api.Test;

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
        Set<String> known = new TreeSet<>();
        for (String command : List.of("improve", "repurpose", "diversify")) {
            ToolCommands.of(command)
                    .getCommandSpec()
                    .options()
                    .forEach(option -> known.add(ConfiguredDefaults.name(option)));
        }
        Set<String> named = new TreeSet<>(OptionSection.resultOptions());
        named.addAll(OTHERS);
        assertThat(known).isEqualTo(named);
        assertThat(OptionSection.resultOptions()).doesNotContainAnyElementsOf(OTHERS);
    }
}
