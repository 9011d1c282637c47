package org.biggantune.runfolder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.archive.ArrayInput;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.NoiseLayer;

/** Reads and writes a trained noise layer, {@code noise-layer.npy}: float32 [d, d + 1], W with b as the last column. */
public final class NoiseLayerFile {
    /** The file's name, in the folder of the embedding that it belongs to. */
    public static final String NAME = RunDirectory.NOISE_LAYER;

    private NoiseLayerFile() {}

    /** Returns the noise layer's file in the folder of an embedding, if there is one. */
    public static Optional<Path> beside(Path embedding) {
        return Optional.of(embedding.resolveSibling(NAME)).filter(Files::exists);
    }

    /** Writes a layer into a class's folder. */
    public static void write(Path folder, NoiseLayer layer) {
        write(folder, NAME, layer);
    }

    /** Writes a layer into a named file of a folder. */
    public static void write(Path folder, String name, NoiseLayer layer) {
        long[] shape = {layer.size(), layer.size() + 1L};
        NpyFile.write(folder.resolve(name), NpyArray.ofFloats(shape, layer.values()));
    }

    /**
     * Reads a layer.
     *
     * @param option the option that names the file, for messages
     * @param file the file
     * @param latentSize the length of the generator's latents
     * @throws org.biggantune.domain.failure.MissingInputException if the file is missing
     * @throws org.biggantune.domain.failure.UnsupportedInputException if its shape is wrong or its numbers are not floating-point
     * @throws org.biggantune.domain.failure.CorruptInputException if it is damaged or has a number that is not finite
     */
    public static NoiseLayer read(String option, Path file, int latentSize) {
        String reason = ", since this generator's latents have length " + latentSize;
        return new NoiseLayer(latentSize, ArrayInput.readOne(option, file, reason, latentSize, latentSize + 1L));
    }
}
