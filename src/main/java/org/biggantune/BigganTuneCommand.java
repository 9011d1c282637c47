package org.biggantune;

import java.util.List;
import org.biggantune.cli.CommandGroup;
import org.biggantune.cli.CommandTree;
import org.biggantune.command.bench.BenchCommand;
import org.biggantune.command.classes.ClassesCommand;
import org.biggantune.command.classify.ClassifyCommand;
import org.biggantune.command.cluster.BatchCommand;
import org.biggantune.command.cluster.MergeCommand;
import org.biggantune.command.cluster.StatusCommand;
import org.biggantune.command.completion.CompletionCommand;
import org.biggantune.command.doctor.DoctorCommand;
import org.biggantune.command.evaluate.EvaluateCommand;
import org.biggantune.command.exchange.ExportCommand;
import org.biggantune.command.exchange.ImportCommand;
import org.biggantune.command.inspect.CheckCommand;
import org.biggantune.command.inspect.InspectCommand;
import org.biggantune.command.inspect.VerifyCommand;
import org.biggantune.command.models.ModelsCommand;
import org.biggantune.command.report.ReportCommand;
import org.biggantune.command.sample.SampleCommand;
import org.biggantune.command.scan.ScanCommand;
import org.biggantune.command.tune.DiversifyCommand;
import org.biggantune.command.tune.ImproveCommand;
import org.biggantune.command.tune.RepurposeCommand;
import picocli.CommandLine.Command;

/** The command {@code biggan-tune}: prints its usage if no subcommand is given. {@link CommandTree} adds the subcommands. */
@Command(
        name = "biggan-tune",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Fine-tunes the class embeddings of a pre-trained BigGAN and nothing else.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Options and examples of a command: biggan-tune COMMAND --help"})
public final class BigganTuneCommand extends CommandGroup {
    /** All subcommands, in the order of {@code --help}. */
    public static final CommandTree.Commands COMMANDS = new CommandTree.Commands(
            BigganTuneCommand.class,
            List.of(
                    new CommandTree.Group(
                            "Tune", List.of(ImproveCommand.class, RepurposeCommand.class, DiversifyCommand.class)),
                    new CommandTree.Group(
                            "Look",
                            List.of(
                                    ClassesCommand.class,
                                    ScanCommand.class,
                                    ReportCommand.class,
                                    SampleCommand.class,
                                    ClassifyCommand.class,
                                    EvaluateCommand.class)),
                    new CommandTree.Group(
                            "Files",
                            List.of(
                                    ModelsCommand.class,
                                    ImportCommand.class,
                                    ExportCommand.class,
                                    InspectCommand.class,
                                    CheckCommand.class,
                                    VerifyCommand.class)),
                    new CommandTree.Group(
                            "Many tasks", List.of(StatusCommand.class, MergeCommand.class, BatchCommand.class)),
                    new CommandTree.Group(
                            "Machine", List.of(DoctorCommand.class, BenchCommand.class, CompletionCommand.class))));
}
