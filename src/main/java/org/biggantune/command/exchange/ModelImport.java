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

/** Imports a file for another command, as {@code import} would with the same options. */
public final class ModelImport {
    private ModelImport() {}

    /**
     * Imports a file.
     *
     * @param caller the other command's line, whose defaults hold here too
     * @param kind what the file is; {@link ImportKind#of} finds it out
     * @param source a checkpoint or a TorchScript program
     * @param out the archive to write, which must not be there unless the options have {@code force}
     * @param options of {@code import generator} or {@code import classifier}: values by long name without dashes, such as
     *     {@code truncation} and {@code 0.4}
     * @return what the import has to say of the archive
     * @throws InvalidOptionException if there is no such option, or it has no such value
     * @throws org.biggantune.domain.failure.BigganTuneException if something else that the user can fix is wrong; the
     *     archive is written whole or not at all
     */
    public static Report run(CommandLine caller, ImportKind kind, Path source, Path out, Map<String, String> options) {
        // With the tool's own command above it, since settings files have its commands as sections.
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
