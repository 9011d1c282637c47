package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.biggantune.cli.OutputFile;
import org.biggantune.io.Sha256;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.RunDirectory;

/**
 * Guards the file of {@code --write-generator}. Its digest is kept in the run's folder as {@code written-generator.json},
 * {@code {"file", "sha256"}}, which allows a repeated command to replace its own output but no other file.
 */
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
            boolean own = options.run.out.map(folder -> isOwn(folder, file)).orElse(false);
            OutputFile.check(OPTION, file, inputs(options, models), options.run.force || own);
        });
    }

    /** Records in a run's folder that its generator has been written. */
    static void record(RunDirectory directory, Path file) {
        directory.write(
                RunDirectory.WRITTEN_GENERATOR,
                JsonFile.object().put("file", file.toAbsolutePath().toString()).put("sha256", Sha256.of(file)));
    }

    private static boolean isOwn(Path folder, Path file) {
        Path record = folder.resolve(RunDirectory.WRITTEN_GENERATOR);
        if (!Files.isRegularFile(record) || !Files.isRegularFile(file)) {
            return false;
        }
        JsonNode written = JsonFile.read(record);
        return written.path("file").asText().equals(file.toAbsolutePath().toString())
                && written.path("sha256").asText().equals(Sha256.of(file));
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
