package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.biggantune.cli.OutputFile;
import org.biggantune.runfolder.WrittenFiles;

/** Guards the file of {@code --write-generator}: a repeated command may replace its own output but no other file. */
final class GeneratorOutput {
    private static final String OPTION = "--write-generator";

    private GeneratorOutput() {}

    /**
     * Refuses to replace a file that the run did not write itself.
     *
     * @param options name the file, and have {@code --force}
     * @param models the run's inputs
     * @throws org.biggantune.domain.failure.CannotCreateException if the file exists
     * @throws org.biggantune.domain.failure.InvalidOptionException if it is one of the run's models
     */
    static void check(TuningOptions options, ModelSet models) {
        options.run.writeGenerator.ifPresent(file -> {
            boolean own = options.run
                    .out
                    .map(folder -> WrittenFiles.in(folder).include(file))
                    .orElse(false);
            OutputFile.check(OPTION, file, inputs(options, models), options.run.force || own);
        });
    }

    private static Map<String, Path> inputs(TuningOptions options, ModelSet models) {
        Map<String, Path> inputs = new LinkedHashMap<>();
        inputs.put("generator", models.content().file().path());
        inputs.put("classifier", models.classifier().file().path());
        models.judge().file().ifPresent(judge -> inputs.put("judge", judge));
        Optional<Path> initial = options.settings().start().file();
        initial.ifPresent(file -> inputs.put("file of --initial-file", file));
        return inputs;
    }
}
