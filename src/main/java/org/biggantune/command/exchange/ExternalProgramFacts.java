package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.Conditioning;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * What the user says about a generator that is a third-party TorchScript program.
 *
 * @param latentSize the length of z
 * @param resolution the images' height and width in pixels; else found by calling the program
 * @param embeddingParameter the matrix of class embeddings; else found by its name
 * @param conditioning what the program takes beside z; else found by calling it
 * @param trusted whether the program is called whatever its code calls
 */
record ExternalProgramFacts(
        OptionalInt latentSize,
        OptionalInt resolution,
        Optional<String> embeddingParameter,
        Optional<Conditioning> conditioning,
        boolean trusted) {
    /** Checks the sizes. */
    public ExternalProgramFacts {
        latentSize.ifPresent(
                size -> OptionRange.within("--latent-size", size, 1, GeneratorMetadata.MOST_LATENT_NUMBERS));
        resolution.ifPresent(size -> OptionRange.within("--resolution", size, 1, GeneratorMetadata.MOST_PIXELS));
    }

    /**
     * Requires that images are as large as the user says, if the user says so.
     *
     * @throws SettingsConflictException if they are not
     */
    void requireResolution(Path program, int found) {
        if (resolution.isPresent() && resolution.getAsInt() != found) {
            throw new SettingsConflictException(
                    "--resolution " + resolution.getAsInt() + ": " + program + " draws images of " + found + " pixels");
        }
    }

    /** The first option that is given, by name; empty where none is. */
    Optional<String> firstGiven() {
        if (latentSize.isPresent()) {
            return Optional.of("--latent-size");
        }
        if (resolution.isPresent()) {
            return Optional.of("--resolution");
        }
        if (embeddingParameter.isPresent()) {
            return Optional.of("--embedding-parameter");
        }
        return conditioning.map(given -> "--conditioning");
    }
}
