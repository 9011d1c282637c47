package org.biggantune.cli;

import java.util.List;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The {@code --class} option: selects the classes that a command works on. */
public final class ClassOptions {
    private static final String NAME = "--class";

    @Option(
            names = NAME,
            split = "\n", // items of a YAML list
            hideParamSyntax = true,
            paramLabel = "CLASS",
            description =
                    "Classes: an index (508), a list (3,7,10-12), a name (\"great grey owl\"), for ImageNet also a"
                            + " synonym or WordNet ID (n03085013), @FILE, or all. 'biggan-tune classes' lists them."
                            + " Repeatable.")
    private List<String> classes = List.of();

    /** Returns the expressions as given, for {@link org.biggantune.domain.ClassSelection} to parse; may be empty. */
    public List<String> expressions() {
        return List.copyOf(classes);
    }

    /** Makes {@code --class} required, for commands that have no other source of classes. */
    public static final class Required implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            OptionSpec option = command.findOption(NAME);
            command.remove(option);
            return command.addOption(option.toBuilder().required(true).build());
        }
    }
}
