package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.Conditioning;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * The user's facts about a generator that is a third-party TorchScript program.
 *
 * @param latentSize the length of z
 * @param resolution the height and width of the images in pixels; otherwise found by calling the program
 * @param embeddingParameter the matrix of class embeddings; otherwise found by name
 * @param conditioning what the program takes in addition to z; otherwise found by calling it
 * @param trusted whether to call the program whatever its code does
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
     * Requires the resolution that the user gave, if any.
     *
     * @throws SettingsConflictException if the images have another one
     */
    void requireResolution(Path program, int found) {
        if (resolution.isPresent() && resolution.getAsInt() != found) {
            throw new SettingsConflictException(
                    "--resolution " + resolution.getAsInt() + ": " + program + " draws images of " + found + " pixels");
        }
    }

    /** Returns the name of the first option given, if any. */
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
