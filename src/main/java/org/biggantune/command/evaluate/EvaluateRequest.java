package org.biggantune.command.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.settings.EvaluationSettings;

/**
 * What {@code evaluate} is asked to do.
 *
 * @param home where shipped models lie
 * @param generator a model's name or file
 * @param judge a model's name or file
 * @param classes expressions that select classes of the generator
 * @param embedding a file of tuned rows for these classes
 * @param force whether rows of another generator are measured all the same
 * @param runs folders of runs, or folders that hold some
 * @param real the folder of real images
 * @param split which part of the real images: how the names of IDX files begin, or a folder
 * @param settings how to measure
 * @param out where to write the results as JSON, if wanted
 * @param precision what models compute in; empty: each as it was imported
 * @param device where to run
 * @param threads threads of one operation
 */
public record EvaluateRequest(
        InstallDir home,
        String generator,
        String judge,
        List<String> classes,
        Optional<Path> embedding,
        boolean force,
        List<Path> runs,
        Path real,
        Optional<String> split,
        EvaluationSettings settings,
        Optional<Path> out,
        Optional<Precision> precision,
        DeviceChoice device,
        OptionalInt threads) {
    /** Copies the lists and checks what can be checked without files. */
    public EvaluateRequest {
        classes = List.copyOf(classes);
        runs = List.copyOf(runs);
        if (classes.isEmpty() && runs.isEmpty()) {
            throw new InvalidOptionException("what to evaluate is missing; give --class, or --run with run folders");
        }
        if (embedding.isPresent() && classes.isEmpty()) {
            throw new InvalidOptionException("--embedding: which class its rows belong to is missing; give --class");
        }
    }
}
