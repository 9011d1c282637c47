package org.biggantune.command.models;

import java.util.List;
import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.io.DirectoryLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code models remove}: deletes installed models. */
@Command(
        name = "remove",
        header = "Delete installed models",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Deletes installed models and the downloads of interrupted installations. A run that has loaded a model"
                        + " continues, but cannot be resumed without it.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune models remove biggan-deep-512",
            "  biggan-tune models remove mine resnet50"
        })
final class ModelsRemoveCommand implements Callable<Integer> {
    private final InstallDir home;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "An installed model.")
    private List<String> names;

    @Mixin
    private CommonOptions common;

    ModelsRemoveCommand(InstallDir home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        ModelStore store = new ModelStore(home);
        for (String name : names) {
            ModelName.require("argument", name);
            if (store.shipped(name).isPresent() && store.installed(name).isEmpty()) {
                throw new InvalidOptionException(name + ": comes with the tool and cannot be removed");
            }
            if (!store.holds(name)) {
                throw new MissingInputException(name + ": is not installed; list models with: biggan-tune models list");
            }
        }
        ModelFacts report = new ModelFacts();
        names.forEach(name -> remove(store, name, report.begin(name)));
        common.print(report);
        return ExitCode.DONE.code();
    }

    @SuppressWarnings("try") // The lock is not used by name, only held.
    private void remove(ModelStore store, String name, ModelFacts report) {
        try (DirectoryLock lock = store.lock(name, common.progress())) {
            store.remove(name);
            store.clear(name);
        }
        report.add("state", "removed");
    }
}
