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
 * Collects random tensors. All read from one circular buffer of a million normal samples, each from a different offset,
 * so seventy million weights need hardly any memory or time. The buffer's length is prime, so no matrix has equal rows.
 */
final class RandomTensors {
    /** The smallest prime above 2<sup>20</sup>. */
    static final int NORMALS = (1 << 20) + 7;

    /** The distance between the offsets of consecutive tensors, also prime. */
    private static final int STEP = 104_729;

    private final float[] normals;
    private final Map<String, ComputedTensor> tensors = new LinkedHashMap<>();
    private int start;

    /** @param network distinguishes networks of one seed */
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

    /** Adds a tensor of equal elements. */
    void constant(String name, double value, long... shape) {
        float number = (float) value;
        put(name, shape, index -> number);
    }

    /** Returns all added tensors. */
    StateDict stateDict(String label) {
        return StateDict.computed(Path.of(label), tensors);
    }

    private void put(String name, long[] shape, ComputedTensor.Elements elements) {
        if (tensors.put(name, new ComputedTensor(shape, elements)) != null) {
            throw new IllegalArgumentException("tensor '" + name + "' added twice");
        }
    }
}
