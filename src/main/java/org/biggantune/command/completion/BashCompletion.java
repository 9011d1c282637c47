package org.biggantune.command.completion;

import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** picocli's completion script, which bash reads, and zsh through its emulation of bash's completion. */
final class BashCompletion {
    private BashCompletion() {}

    /**
     * The script for bash.
     *
     * @param tool whose commands have all their options; their labels change here
     */
    static String script(CommandLine tool) {
        prepare(tool);
        return AutoComplete.bash(tool.getCommandName(), tool);
    }

    /** The script for zsh: to be sourced, or in a folder of {@code fpath}, from where the first completion runs it. */
    static String zshScript(CommandLine tool) {
        String name = tool.getCommandName();
        // An alias does not count in a function that is loaded when it is first called.
        String script = script(tool).replace("alias compopt=complete", "function compopt() { return 0; }");
        return "#compdef " + name + "\n" + script + """

                if [[ ${funcstack[1]:-} == _TOOL ]]; then
                  _bash_complete -o default -F _complete_TOOL
                fi
                """.replace("TOOL", name);
    }

    /**
     * picocli names the list of an option's values after its label, so that of options with the same label the last one's
     * values are completed for all; and it completes file names for options of a few types only.
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
