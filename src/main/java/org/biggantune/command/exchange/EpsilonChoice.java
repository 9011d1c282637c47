package org.biggantune.command.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.importer.FoundNetwork;
import org.biggantune.importer.GeneratorFamily;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.report.JsonFile;

/**
 * The epsilons of a generator and their sources: an option, else the imported TorchScript program, else {@code config.json}
 * in the folder of the checkpoint (keys {@code BN_eps} and {@code SN_eps}, as the options of BigGAN-PyTorch; {@code eps} for
 * both in pytorch-pretrained-BigGAN's), else the family's defaults.
 *
 * @param epsilons the constants
 * @param batchNormSource the source of the first, for the report
 * @param spectralNormSource the source of the second, for the report
 */
record EpsilonChoice(Epsilons epsilons, String batchNormSource, String spectralNormSource) {
    private static final String SIDECAR = "config.json";
    private static final String BATCH_NORM = "BN_eps";
    private static final String SPECTRAL_NORM = "SN_eps";

    private static final String BOTH = "eps";

    private record Constant(double value, String source) {}

    /**
     * Finds the constants.
     *
     * @throws CorruptInputException if the file beside the checkpoint is damaged or gives impossible constants
     */
    static EpsilonChoice of(ImportGeneratorOptions options, GeneratorFamily family, FoundNetwork network) {
        boolean huggingFace = family == GeneratorFamily.BIGGAN_DEEP_HF;
        Path sidecar = options.files.checkpoint.resolveSibling(SIDECAR);
        ObjectNode config = options.sidecar() && Files.isRegularFile(sidecar) ? read(sidecar) : JsonFile.object();
        Constant batchNorm = choose(
                "--bn-eps",
                options.batchNormEpsilon(),
                network.batchNormEpsilon(),
                sidecar,
                config,
                huggingFace ? BOTH : BATCH_NORM,
                family.epsilons().batchNorm());
        Constant spectralNorm = choose(
                "--sn-eps",
                options.spectralNormEpsilon(),
                network.spectralNormEpsilon(),
                sidecar,
                config,
                huggingFace ? BOTH : SPECTRAL_NORM,
                family.epsilons().spectralNorm());
        return new EpsilonChoice(
                new Epsilons(batchNorm.value(), spectralNorm.value()), batchNorm.source(), spectralNorm.source());
    }

    private static ObjectNode read(Path sidecar) {
        try {
            return JsonFile.read(sidecar);
        } catch (CorruptInputException e) {
            throw new CorruptInputException(e.getMessage() + "; fix it, or ignore it with --no-sidecar", e);
        }
    }

    private static Constant choose(
            String option,
            OptionalDouble given,
            OptionalDouble ofProgram,
            Path sidecar,
            ObjectNode config,
            String key,
            double standard) {
        if (given.isPresent()) {
            return new Constant(given.getAsDouble(), option);
        }
        if (ofProgram.isPresent()) {
            return new Constant(ofProgram.getAsDouble(), "the program");
        }
        JsonNode node = config.path(key);
        if (node.isMissingNode()) {
            return new Constant(standard, "default");
        }
        double value = node.asDouble(Double.NaN);
        if (!node.isNumber() || !(value > 0 && value < 1)) {
            throw new CorruptInputException(sidecar + ": " + key + " is " + node
                    + ", expected a number above 0 and below 1; fix it, or ignore it with --no-sidecar");
        }
        return new Constant(value, SIDECAR);
    }
}
