package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.biggantune.cli.OptionValues;
import org.biggantune.cli.Report;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.importer.ImportKind;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Imports a file on behalf of another command, as {@code import} does with the same options. */
public final class ModelImport {
    private ModelImport() {}

    /**
     * Imports a file.
     *
     * @param caller the other command, whose defaults apply here too
     * @param kind the file's kind, for example from {@link ImportKind#of}
     * @param source a checkpoint or a TorchScript program
     * @param out the archive to write, which must not exist unless the options have {@code force}
     * @param options the options of {@code import generator} or {@code import classifier} by long name without dashes, such
     *     as {@code truncation} and {@code 0.4}
     * @return the report on the archive
     * @throws InvalidOptionException if an option or value is invalid
     * @throws org.biggantune.domain.failure.BigganTuneException for another error that the user can fix; the archive is
     *     written completely or not at all
     */
    public static Report run(CommandLine caller, ImportKind kind, Path source, Path out, Map<String, String> options) {
        // Below a top-level command, since sections of settings files are named after its subcommands.
        CommandLine line = new CommandLine(CommandSpec.create().name(caller.getCommandName()))
                .addSubcommand(new CommandLine(new ImportCommand()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setExpandAtFiles(false);
        OptionValues.register(line);
        line.setDefaultValueProvider(caller.getDefaultValueProvider());
        List<String> arguments = new ArrayList<>(List.of("import", kind.label(), "--out=" + out));
        options.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        arguments.add("--");
        arguments.add(source.toString());
        try {
            Object command = line.parseArgs(arguments.toArray(String[]::new))
                    .subcommand()
                    .subcommand()
                    .commandSpec()
                    .userObject();
            return command instanceof ImportGeneratorCommand generator
                    ? generator.execute()
                    : ((ImportClassifierCommand) command).execute();
        } catch (ParameterException e) {
            throw new InvalidOptionException("import " + kind.label() + " " + source + ": " + e.getMessage());
        }
    }
}
