package org.biggantune.importer.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.StoredTensor;
import org.biggantune.archive.script.ScriptTensor;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * Provides a checkpoint's tensors to an architecture and records the requested names and shapes, so that {@link
 * #refuseMisfits} can report all missing, misshapen and unexpected tensors together. Not thread-safe.
 */
public final class NetworkTensors {
    private static final int LISTED = 3;
    private static final Pattern COUNTERS = Pattern.compile("(.*\\.)?num_batches_tracked");

    private final StateDict tensors;
    private final Map<String, long[]> expected = new LinkedHashMap<>();

    /** Wraps the tensors of a checkpoint that must stay open until the program is written. */
    public NetworkTensors(StateDict tensors) {
        this.tensors = tensors;
    }

    /** Whether there is a tensor of this name. */
    public boolean contains(String name) {
        return tensors.contains(name);
    }

    /**
     * Returns the number of outputs of a layer.
     *
     * @param published the number in the published network, used if the checkpoint does not determine it
     * @param layers the names of layers with that number of outputs; the first existing weight or bias counts
     */
    public int width(int published, String... layers) {
        for (String layer : layers) {
            for (String part : List.of(".weight", ".bias")) {
                long[] shape =
                        tensors.find(layer + part).map(StoredTensor::shape).orElse(new long[0]);
                if (shape.length > 0 && shape[0] > 0) {
                    return Math.toIntExact(shape[0]);
                }
            }
        }
        return published;
    }

    /** Records a required tensor without reading it. */
    void expect(String name, long... shape) {
        expected.put(name, shape.clone());
    }

    /** Returns a tensor of the checkpoint, which is read when the program is written. */
    ScriptTensor tensor(String name, long... shape) {
        expect(name, shape);
        return ScriptTensor.lazy(() -> floats(name), shape);
    }

    /**
     * Reads a tensor in row-major order.
     *
     * @throws CorruptInputException if one is not finite
     */
    float[] floats(String name) {
        return tensors.finiteFloats(name);
    }

    /**
     * Reads stored variances.
     *
     * @throws CorruptInputException if one is negative or not finite
     */
    float[] variances(String name) {
        float[] variances = floats(name);
        for (int i = 0; i < variances.length; i++) {
            if (variances[i] < 0) {
                throw new CorruptInputException(
                        tensors.source() + ": tensor " + MessageText.quoted(name) + " has a negative variance at " + i);
            }
        }
        return variances;
    }

    /**
     * Requires that the checkpoint contains exactly the requested tensors.
     *
     * @param architecture the architecture, for the message
     * @param ignored the names of tensors to ignore; batch counters are always ignored
     * @throws UnsupportedInputException if not; the message gives the numbers of missing, misshapen and unknown tensors
     *     and the first of each
     */
    public void refuseMisfits(String architecture, Pattern ignored) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        expected.forEach((name, shape) -> {
            if (!tensors.contains(name)) {
                missing.add(MessageText.of(name));
            } else if (!Arrays.equals(tensors.get(name).shape(), shape)) {
                misshapen.add(MessageText.of(name) + " "
                        + Arrays.toString(tensors.get(name).shape()) + " instead of " + Arrays.toString(shape));
            }
        });
        List<String> unknown = tensors.names().stream()
                .filter(name -> !expected.containsKey(name)
                        && !ignored.matcher(name).matches()
                        && !COUNTERS.matcher(name).matches())
                .map(MessageText::of)
                .toList();
        List<String> reasons = new ArrayList<>();
        add(reasons, missing, "missing");
        add(reasons, misshapen, "of another shape");
        add(reasons, unknown, "not known");
        if (!reasons.isEmpty()) {
            throw new UnsupportedInputException(
                    tensors.source() + ": does not fit " + architecture + ": " + String.join("; ", reasons));
        }
    }

    private static void add(List<String> reasons, List<String> tensors, String what) {
        if (!tensors.isEmpty()) {
            int more = tensors.size() - LISTED;
            reasons.add(tensors.size() + (tensors.size() == 1 ? " tensor " : " tensors ") + what + " ("
                    + String.join(", ", tensors.subList(0, Math.min(LISTED, tensors.size())))
                    + (more > 0 ? " and " + more + " more" : "") + ")");
        }
    }
}
