package org.biggantune.command.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * What {@code sample} is asked to do.
 *
 * @param home where shipped models lie
 * @param generator a model's name or file
 * @param run the folder of a run whose tuned rows are drawn through the generator that it tuned
 * @param classes expressions that select classes; empty with an embedding, and for all rows of a run
 * @param embedding a file of embeddings to use in place of classes' rows
 * @param force whether rows of another generator are drawn all the same
 * @param seeds a list of seeds
 * @param latents a file of latents to use in place of seeds
 * @param noiseLayer a file of a noise layer that latents pass first; auto: the one beside the embedding, if there is one;
 *     none: no layer
 * @param truncation the factor of truncated latents
 * @param out a picture or a folder, if the user names one
 * @param raw where to write the images' numbers, if wanted
 * @param grid whether a folder gets a contact sheet beside its pictures
 * @param precision what models compute in; empty: each as it was imported
 * @param device where to run
 * @param threads threads of one operation
 */
public record SampleRequest(
        InstallDir home,
        String generator,
        Optional<Path> run,
        List<String> classes,
        Optional<Path> embedding,
        boolean force,
        String seeds,
        Optional<Path> latents,
        String noiseLayer,
        OptionalDouble truncation,
        Optional<Path> out,
        Optional<Path> raw,
        boolean grid,
        Optional<Precision> precision,
        DeviceChoice device,
        OptionalInt threads) {
    private static final double GREATEST_TRUNCATION = 2;

    /** Copies the expressions and checks what can be checked without files. */
    public SampleRequest {
        classes = List.copyOf(classes);
        if (classes.isEmpty() && embedding.isEmpty() && run.isEmpty()) {
            throw new InvalidOptionException(
                    "what to sample is missing; give --class, --run, or --embedding with a file of its own");
        }
        if (embedding.isPresent() && !(classes.isEmpty() && run.isEmpty())) {
            throw new InvalidOptionException(
                    (run.isPresent() ? "--run" : "--class") + " and --embedding exclude each other; give one of them");
        }
        double factor = truncation.orElse(1);
        if (!(factor > 0 && factor <= GREATEST_TRUNCATION)) {
            throw new InvalidOptionException("--truncation " + factor + ": expected a number above 0 and up to 2");
        }
        if (truncation.isPresent() && latents.isPresent()) {
            throw new InvalidOptionException("--truncation has no effect on --latents; leave one of them out");
        }
    }
}
