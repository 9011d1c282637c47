package org.biggantune.command.models;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.SettingsEdit;
import org.biggantune.domain.PathOption;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.ImportKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code models use}: makes models the user's defaults. */
@Command(
        name = "use",
        header = "Make models the defaults of all commands",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Writes generator, classifier and judge into the user's settings file, keeping everything else, including"
                        + " comments. Models that are not given stay as they are.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune models use biggan-deep-256 resnet50",
            "  biggan-tune models use demo demo-classifier demo-judge"
        })
final class ModelsUseCommand implements Callable<Integer> {
    private static final String NONE = "none";
    private static final String JUDGE = "judge";

    private final InstallDir home;

    @Parameters(index = "0", paramLabel = "GENERATOR", description = "The generator: a model's name or a file.")
    private String generator;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CLASSIFIER",
            description = "The classifier: a model's name or a file.")
    private String classifier;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "JUDGE",
            description =
                    "The judge: the name or file of a classifier, which becomes the default judge; or auto or none.")
    private String judge;

    @Mixin
    private CommonOptions common;

    ModelsUseCommand(InstallDir home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        SettingsEdit edit = SettingsEdit.of(home.user().requiredSettings());
        ModelFacts report = new ModelFacts();
        List<Runnable> reported = new ArrayList<>();
        set(edit, "generator", generator, ImportKind.GENERATOR, report, reported);
        if (classifier != null) {
            set(edit, "classifier", classifier, ImportKind.CLASSIFIER, report, reported);
        }
        if (judge != null) {
            boolean model = !judge.equals(NONE) && !judge.equals(DefaultJudgeOptions.AUTO);
            if (model) {
                set(edit, DefaultJudgeOptions.NAME, judge, ImportKind.CLASSIFIER, report, reported);
            }
            edit.set(JUDGE, model ? DefaultJudgeOptions.AUTO : judge);
            reported.add(() -> report.add(JUDGE, model ? DefaultJudgeOptions.AUTO : judge));
        }
        edit.write();
        report.beginWith("settings", home.user().requiredSettings().toString());
        reported.forEach(Runnable::run);
        common.print(report);
        edit.hidden(List.of("generator", "classifier", JUDGE, DefaultJudgeOptions.NAME))
                .forEach(common.progress()::say);
        return ExitCode.DONE.code();
    }

    private void set(
            SettingsEdit edit,
            String option,
            String name,
            ImportKind kind,
            ModelFacts report,
            List<Runnable> reported) {
        Path file = new ModelCatalog(home).find(option, name);
        String found = ModelPreparation.kindOf(file)
                .orElseThrow(() -> new UnsupportedInputException(
                        file + ": is not a model of this tool; import it with: biggan-tune models install " + name));
        if (!found.equals(kind.label())) {
            throw new UnsupportedInputException(
                    option + " " + name + ": is a " + found + ", expected a " + kind.label());
        }
        // Make paths absolute, since other commands may run in another folder.
        String chosen = Files.exists(PathOption.parse(option, name))
                ? file.toAbsolutePath().normalize().toString()
                : name;
        edit.set(option, chosen);
        reported.add(() -> report.add(option, chosen));
    }
}
