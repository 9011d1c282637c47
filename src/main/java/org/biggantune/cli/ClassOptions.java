package org.biggantune.cli;

import java.util.List;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Which classes a command works on. */
public final class ClassOptions {
    private static final String NAME = "--class";

    @Option(
            names = NAME,
            split = "\n", // items of a YAML list
            hideParamSyntax = true,
            paramLabel = "CLASS",
            description =
                    "Classes: an index (508), a list (3,7,10-12), a name (\"great grey owl\"), of ImageNet's classes also a"
                            + " synonym or WordNet id (n03085013), @FILE or all; biggan-tune classes lists them. May be"
                            + " given several times.")
    private List<String> classes = List.of();

    /** Expressions that select classes, as {@link org.biggantune.domain.ClassSelection} reads them; may be empty. */
    public List<String> expressions() {
        return List.copyOf(classes);
    }

    /** Makes the option a required one, for commands that have no classes without it. */
    public static final class Required implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            OptionSpec option = command.findOption(NAME);
            command.remove(option);
            return command.addOption(option.toBuilder().required(true).build());
        }
    }
}
