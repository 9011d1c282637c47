package org.biggantune.command.completion;

import java.nio.file.Path;
import org.biggantune.io.AtomicFile;
import picocli.CommandLine;

/** Writes the files that shells and {@code man} look for below a folder such as {@code /usr/share}. */
final class SharedFiles {
    private static final String PAGES = "man/man1";

    private SharedFiles() {}

    /**
     * Writes the manual pages and the scripts of all shells.
     *
     * @param tool the tool with all options of its commands; see {@link BashCompletion#script}
     * @param folder the folder, created if missing
     */
    static void write(CommandLine tool, Path folder) {
        writePages(tool, folder.resolve(PAGES));
        // Fish first, since the other two change the labels of options.
        for (Shell shell : new Shell[] {Shell.FISH, Shell.ZSH, Shell.BASH}) {
            AtomicFile.writeString(folder.resolve(shell.file()), shell.script(tool));
        }
    }

    private static void writePages(CommandLine command, Path folder) {
        ManualPage page = new ManualPage(command);
        AtomicFile.writeString(folder.resolve(page.name() + ".1"), page.text());
        command.getSubcommands().values().forEach(sub -> writePages(sub, folder));
    }
}
