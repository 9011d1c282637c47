package org.biggantune.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.biggantune.archive.ComputedTensor;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.array.NpyFile;

/** The networks of {@code src/test/resources/importer}, whose weights follow from the tensors' names and indices. */
public final class NarrowClassifiers {
    private static final Path FOLDER = Path.of("src", "test", "resources", "importer");

    private NarrowClassifiers() {}

    /** A network's tensors in order, to be changed before {@link #stateDict}. */
    public static Map<String, ComputedTensor> tensors(String network) throws IOException {
        Map<String, ComputedTensor> tensors = new LinkedHashMap<>();
        for (String line : Files.readAllLines(FOLDER.resolve(network).resolve("tensors.txt"))) {
            String[] words = line.split(" ");
            long[] shape =
                    Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
            tensors.put(words[0], weights(words[0], shape));
        }
        return tensors;
    }

    /** Tensors as a file's. */
    public static StateDict stateDict(Map<String, ComputedTensor> tensors) {
        return StateDict.computed(Path.of("narrow.pth"), tensors);
    }

    /** What PyTorch gave: {@code logits}, {@code gradient} or {@code features}. */
    public static float[] expected(String network, String what) {
        return NpyFile.read(FOLDER.resolve(network).resolve(what + ".npy")).floats();
    }

    /** The numbers of the input [2, 3, size, size]. */
    public static float[] input(int size) {
        int seed = seed("input");
        float[] values = new float[2 * 3 * size * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * number(seed, i));
        }
        return values;
    }

    private static ComputedTensor weights(String name, long... shape) {
        int seed = seed(name);
        if (name.endsWith("running_var")) {
            return new ComputedTensor(shape, i -> (float) (1 + 0.5 * number(seed, i)));
        }
        if (shape.length > 1) {
            long perOutput = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
            double bound = Math.sqrt(6.0 / perOutput);
            return new ComputedTensor(shape, i -> (float) (bound * number(seed, i)));
        }
        return name.endsWith("weight")
                ? new ComputedTensor(shape, i -> (float) (1 + 0.3 * number(seed, i)))
                : new ComputedTensor(shape, i -> (float) (0.1 * number(seed, i)));
    }

    private static int seed(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** MurmurHash3's finaliser over seed and index, as a number in [-1, 1). */
    private static double number(int seed, long index) {
        int h = seed + (int) index;
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        h ^= h >>> 16;
        return (h >>> 8) / (double) (1 << 23) - 1;
    }
}
