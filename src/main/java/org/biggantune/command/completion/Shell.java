package org.biggantune.command.completion;

import java.util.Locale;
import picocli.CommandLine;

/** A shell that can complete the tool's command line. */
enum Shell {
    BASH("bash-completion/completions/biggan-tune") {
        @Override
        String script(CommandLine tool) {
            return BashCompletion.script(tool);
        }
    },
    ZSH("zsh/site-functions/_biggan-tune") {
        @Override
        String script(CommandLine tool) {
            return BashCompletion.zshScript(tool);
        }
    },
    FISH("fish/vendor_completions.d/biggan-tune.fish") {
        @Override
        String script(CommandLine tool) {
            return new FishCompletion(tool).script();
        }
    };

    private final String file;

    Shell(String file) {
        this.file = file;
    }

    /** Returns the file in which the shell looks for the script, relative to a folder such as {@code /usr/share}. */
    String file() {
        return file;
    }

    /** Generates the script for a tool with all options of its commands; see {@link BashCompletion#script}. */
    abstract String script(CommandLine tool);

    /** Returns the name as typed on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
