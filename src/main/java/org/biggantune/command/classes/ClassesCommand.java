package org.biggantune.command.classes;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code classes}: lists or searches the classes of a model. */
@Command(
        name = "classes",
        header = "List or search the classes of a model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists the classes of a generator, a classifier or a set of labels, or those that a text finds: with numbers"
                    + " and names and, where they are ImageNet's, WordNet ids, synonyms and what they are a kind of. Any"
                    + " of number, name, synonym and id can be given to --class.",
            "A text finds classes by the beginnings of their words, or else by any part of them; a number finds the class"
                    + " of that number."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune classes",
            "  biggan-tune classes biggan-deep-256 keyboard",
            "  biggan-tune classes imagenet crane",
            "  biggan-tune classes demo-classifier --json"
        })
public final class ClassesCommand implements Callable<Integer> {
    @Mixin
    private ClassesOptions options;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        common.print(options.listing());
        return ExitCode.DONE.code();
    }
}
