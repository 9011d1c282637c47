package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.importer.LabelList;

/**
 * What {@code import generator} is asked to do.
 *
 * @param checkpoint the file to read
 * @param out the archive to write
 * @param graph which operations to write
 * @param precision what the program is to compute in
 * @param batchNormEpsilon what the original adds to variances, if the user says so
 * @param spectralNormEpsilon the least norm in the original's power iterations, if the user says so
 * @param truncation whose batch statistics to take where a checkpoint has them for several, if the user says so
 * @param sidecar whether a {@code config.json} beside the checkpoint may give the constants
 * @param classNames names as {@link LabelList} reads them, if the user gives some
 * @param external what the user tells of a TorchScript program
 * @param force whether an existing file may be replaced
 */
public record GeneratorImportRequest(
        Path checkpoint,
        Path out,
        Graph graph,
        Precision precision,
        OptionalDouble batchNormEpsilon,
        OptionalDouble spectralNormEpsilon,
        OptionalDouble truncation,
        boolean sidecar,
        Optional<String> classNames,
        ExternalProgramFacts external,
        boolean force) {
    /** Checks the constants. */
    public GeneratorImportRequest {
        requireEpsilon("--bn-eps", batchNormEpsilon);
        requireEpsilon("--sn-eps", spectralNormEpsilon);
        if (!(truncation.orElse(1) > 0 && truncation.orElse(1) <= 1)) {
            throw new InvalidOptionException(
                    "--truncation " + truncation.getAsDouble() + ": expected a number above 0 and up to 1");
        }
    }

    private static void requireEpsilon(String option, OptionalDouble epsilon) {
        if (epsilon.isPresent() && !(epsilon.getAsDouble() > 0 && epsilon.getAsDouble() < 1)) {
            throw new InvalidOptionException(
                    option + " " + epsilon.getAsDouble() + ": expected a number above 0 and below 1, such as 1e-5");
        }
    }
}
