package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Copies the measurements of a batch into the Java heap together. A GPU has to finish its work before each copy, so a
 * batch is waited for once and not once per measurement.
 */
final class Readback {
    private Readback() {}

    /**
     * Reads several tensors.
     *
     * @param tensors float32, on one device; each may be absent
     * @return the row-major numbers of each, in order; none for an absent one
     */
    static List<float[]> of(List<Optional<NDArray>> tensors) {
        NDList present = new NDList();
        tensors.forEach(tensor -> tensor.ifPresent(found -> present.add(found.flatten())));
        float[] all = present.isEmpty() ? new float[0] : joined(present).toFloatArray();
        List<float[]> parts = new ArrayList<>();
        int from = 0;
        for (Optional<NDArray> tensor : tensors) {
            int to = from + tensor.map(found -> Math.toIntExact(found.size())).orElse(0);
            parts.add(Arrays.copyOfRange(all, from, to));
            from = to;
        }
        return parts;
    }

    private static NDArray joined(NDList tensors) {
        return tensors.size() == 1 ? tensors.get(0) : NDArrays.concat(tensors);
    }
}
