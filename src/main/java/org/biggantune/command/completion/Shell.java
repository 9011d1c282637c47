package org.biggantune.command.completion;

import java.util.Locale;
import picocli.CommandLine;

/** A shell that can complete the tool's command line, and the file, below {@code share}, where it looks for the script. */
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

    /** Where the shell looks for the script, relative to a folder such as {@code /usr/share}. */
    String file() {
        return file;
    }

    /** The script for a tool whose commands have all their options; see {@link BashCompletion#script}. */
    abstract String script(CommandLine tool);

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
