package org.biggantune.runfolder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;

/** A trained noise layer as a file, {@code noise-layer.npy}: float32 [d, d + 1], W and beside it b as the last column. */
public final class NoiseLayerFile {
    /** Its name beside the embedding that it belongs to. */
    public static final String NAME = "noise-layer.npy";

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
     * @throws MissingInputException if it is not there
     * @throws UnsupportedInputException if it is of another shape, or does not hold floating-point numbers
     * @throws CorruptInputException if a number is not finite, or the file is damaged
     */
    public static NoiseLayer read(String option, Path file, int latentSize) {
        if (Files.notExists(file)) {
            throw new MissingInputException(option + " " + file + ": no such file; check the path");
        }
        NpyArray array = NpyFile.read(file);
        long[] shape = array.shape();
        boolean fits = shape.length == 2 && shape[0] == latentSize && shape[1] == latentSize + 1L;
        if (!fits || !array.type().isFloating()) {
            throw new UnsupportedInputException(option + " " + file + ": the array is " + array + ", expected ["
                    + latentSize + ", " + (latentSize + 1) + "] of floating-point numbers, as this generator's latents"
                    + " have " + latentSize);
        }
        float[] values = array.floats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new CorruptInputException(option + " " + file + ": number " + i + " of " + values.length + " is "
                        + values[i] + ", expected finite numbers");
            }
        }
        return new NoiseLayer(latentSize, values);
    }
}
