package org.biggantune.importer.random;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.biggantune.archive.ComputedTensor;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;

/**
 * Collects random tensors. All take their numbers from one row of a million normal ones, each from a place of its own
 * and round again at its end: seventy million weights then take neither memory nor time worth speaking of. The row's
 * length is prime, so that no matrix repeats a row in it.
 */
final class RandomTensors {
    /** The least prime above 2<sup>20</sup>. */
    static final int NORMALS = (1 << 20) + 7;

    /** From one tensor's start to the next one's; prime too. */
    private static final int STEP = 104_729;

    private final float[] normals;
    private final Map<String, ComputedTensor> tensors = new LinkedHashMap<>();
    private int start;

    /** @param network tells networks of one seed apart */
    RandomTensors(long seed, int network) {
        normals = RandomStream.normals(new RandomKey(seed, StreamPurpose.BENCH, network, 0, 0), NORMALS);
    }

    /** Adds a tensor of centre + spread · N(0, 1). */
    void normal(String name, double centre, double spread, long... shape) {
        int from = start;
        start = (start + STEP) % NORMALS;
        float offset = (float) centre;
        float factor = (float) spread;
        put(name, shape, index -> offset + factor * normals[(int) ((from + index) % NORMALS)]);
    }

    /** Adds a tensor of equal numbers. */
    void constant(String name, double value, long... shape) {
        float number = (float) value;
        put(name, shape, index -> number);
    }

    /** All tensors added. */
    StateDict stateDict(String label) {
        return StateDict.computed(Path.of(label), tensors);
    }

    private void put(String name, long[] shape, ComputedTensor.Elements elements) {
        if (tensors.put(name, new ComputedTensor(shape, elements)) != null) {
            throw new IllegalArgumentException("tensor '" + name + "' given twice");
        }
    }
}
