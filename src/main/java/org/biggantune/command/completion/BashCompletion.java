package org.biggantune.command.completion;

import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Generates picocli's completion script for bash, and for zsh, which emulates bash's completion. */
final class BashCompletion {
    private BashCompletion() {}

    /**
     * Generates the script for bash.
     *
     * @param tool the tool with all options of its commands, whose labels are changed
     */
    static String script(CommandLine tool) {
        prepare(tool);
        return AutoComplete.bash(tool.getCommandName(), tool);
    }

    /** Generates the script for zsh, to be sourced or put into a folder of {@code fpath}. */
    static String zshScript(CommandLine tool) {
        String name = tool.getCommandName();
        // Aliases do not work in autoloaded functions.
        String script = script(tool).replace("alias compopt=complete", "function compopt() { return 0; }");
        return "#compdef " + name + "\n" + script + """

                if [[ ${funcstack[1]:-} == _TOOL ]]; then
                  _bash_complete -o default -F _complete_TOOL
                fi
                """.replace("TOOL", name);
    }

    /**
     * Works around two faults of picocli: it names the list of an option's values after its label, so that options with the
     * same label get the values of the last one, and it completes file names only for options of few types.
     */
    private static void prepare(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        for (OptionSpec option : List.copyOf(spec.options())) {
            List<String> choices = ArgumentValues.choices(option);
            if (!choices.isEmpty() || (ArgumentValues.isTaken(option) && ArgumentValues.isFile(option))) {
                spec.remove(option);
                spec.addOption(OptionSpec.builder(option.names())
                        .hidden(option.hidden())
                        .arity(option.arity())
                        .paramLabel(option.longestName().substring(2))
                        .type(choices.isEmpty() ? Path.class : String.class)
                        .completionCandidates(choices.isEmpty() ? null : choices)
                        .build());
            }
        }
        command.getSubcommands().values().forEach(BashCompletion::prepare);
    }
}
