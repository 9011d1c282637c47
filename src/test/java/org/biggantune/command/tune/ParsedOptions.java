package org.biggantune.command.tune;

import java.util.stream.Stream;
import org.biggantune.support.Settings;
import org.biggantune.support.ToolCommands;

/** Checked options of tuning commands. */
final class ParsedOptions {
    private ParsedOptions() {}

    /** Those of {@code improve}. */
    static TuningOptions improve(Settings settings, String... more) {
        Object[] words = Stream.of(Stream.of("improve"), settings.arguments().stream(), Stream.of(more))
                .flatMap(part -> part)
                .toArray();
        TuningOptions parsed = ToolCommands.parsed(ImproveCommand.class, words).options();
        parsed.check();
        return parsed;
    }
}
