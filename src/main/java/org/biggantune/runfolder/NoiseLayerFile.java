package org.biggantune.runfolder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.archive.ArrayInput;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.NoiseLayer;

/** A trained noise layer as a file, {@code noise-layer.npy}: float32 [d, d + 1], W and beside it b as the last column. */
public final class NoiseLayerFile {
    /** Its name beside the embedding that it belongs to. */
    public static final String NAME = RunDirectory.NOISE_LAYER;

    private NoiseLayerFile() {}

    /** The layer's file beside an embedding's, if there is one. */
    public static Optional<Path> beside(Path embedding) {
        return Optional.of(embedding.resolveSibling(NAME)).filter(Files::exists);
    }

    /** Writes a layer into a class's folder. */
    public static void write(Path folder, NoiseLayer layer) {
        write(folder, NAME, layer);
    }

    /** Writes a layer into a file of a folder. */
    public static void write(Path folder, String name, NoiseLayer layer) {
        long[] shape = {layer.size(), layer.size() + 1L};
        NpyFile.write(folder.resolve(name), NpyArray.ofFloats(shape, layer.values()));
    }

    /**
     * Reads a layer.
     *
     * @param option the option that names the file, for messages
     * @param file the file
     * @param latentSize the generator's
     * @throws org.biggantune.domain.failure.MissingInputException if it is not there
     * @throws org.biggantune.domain.failure.UnsupportedInputException if it is of another shape, or does not hold floating-point numbers
     * @throws org.biggantune.domain.failure.CorruptInputException if a number is not finite, or the file is damaged
     */
    public static NoiseLayer read(String option, Path file, int latentSize) {
        String reason = ", as this generator's latents have " + latentSize;
        return new NoiseLayer(latentSize, ArrayInput.readOne(option, file, reason, latentSize, latentSize + 1L));
    }
}
