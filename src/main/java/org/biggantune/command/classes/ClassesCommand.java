package org.biggantune.command.classes;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code classes}: lists or searches the classes of a model. */
@Command(
        name = "classes",
        header = "List or search the classes of a model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists the classes of a generator, a classifier or a label set, or those that match a text, with index and"
                    + " name and, for ImageNet, WordNet ID, synonyms and kind. Index, name, synonym or ID can be given to"
                    + " --class.",
            "A text matches the beginnings of words, or if there are none, any part of words. A number matches the class"
                    + " with that index."
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
