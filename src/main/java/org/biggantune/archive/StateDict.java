package org.biggantune.archive;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/** Tensors by name, in the order of their file. Usable until the file is closed. */
public final class StateDict {
    private static final int NEAREST = 3;
    private static final int NAMED = 4;
    private static final int NEAREST_AMONG = 5000;

    private final Path source;
    private final Map<String, StoredTensor> tensors;

    StateDict(Path source, Map<String, StoredTensor> tensors) {
        this.source = source;
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Returns a state dict of computed tensors.
     *
     * @param source represents the file in messages
     * @param tensors the tensors by dotted name, in order
     * @return a state dict that needs no file
     */
    public static StateDict computed(Path source, Map<String, ComputedTensor> tensors) {
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> stored.put(name, tensor.stored(source, name)));
        return new StateDict(source, stored);
    }

    /** Returns the file of the tensors. */
    public Path source() {
        return source;
    }

    /** Returns the names of all tensors, unmodifiable, in the file's order. */
    public Set<String> names() {
        return tensors.keySet();
    }

    /** Whether there is a tensor with this dotted name. */
    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    /** Returns the tensor with this dotted name, if there is one. */
    public Optional<StoredTensor> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /**
     * Returns the tensor with this name, which must exist.
     *
     * @param name dotted name
     * @return the tensor
     * @throws UnsupportedInputException if there is none; the message suggests similar names
     */
    public StoredTensor get(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new UnsupportedInputException(source + ": has no tensor " + MessageText.quoted(name) + nearest(name));
        }
        return tensor;
    }

    /**
     * Returns the tensor with this name, which must exist and have this shape.
     *
     * @param name dotted name
     * @param shape the expected shape; an empty array for a scalar
     * @return the tensor
     * @throws UnsupportedInputException if it is missing or has another shape
     */
    public StoredTensor get(String name, long... shape) {
        StoredTensor tensor = get(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new UnsupportedInputException(source + ": tensor " + MessageText.quoted(name) + " has shape "
                    + Arrays.toString(tensor.shape()) + ", expected " + Arrays.toString(shape));
        }
        return tensor;
    }

    /**
     * Reads the elements of a tensor in row-major order, which must be finite.
     *
     * @param name dotted name
     * @return a new array
     * @throws UnsupportedInputException if it is missing or contains integers
     * @throws CorruptInputException if an element is NaN or infinite; the message gives tensor and index
     */
    public float[] finiteFloats(String name) {
        float[] values = get(name).floats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new CorruptInputException(source + ": tensor " + MessageText.quoted(name) + " is " + values[i]
                        + " at index " + i + " of " + values.length + ", expected finite numbers");
            }
        }
        return values;
    }

    /**
     * Returns the tensors under a prefix, with the prefix removed.
     *
     * @param prefix the beginning of their names, including the last dot
     * @return only those tensors, in order; empty if none has the prefix
     */
    public StateDict withoutPrefix(String prefix) {
        Map<String, StoredTensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                String rest = name.substring(prefix.length());
                renamed.put(rest, tensor.renamed(rest));
            }
        });
        return new StateDict(source, renamed);
    }

    /**
     * Returns the tensors that are not under a prefix.
     *
     * @param prefix the beginning of names, including the last dot; an empty prefix matches all
     * @return those tensors, in order, with unchanged names
     */
    public StateDict outside(String prefix) {
        Map<String, StoredTensor> rest = new LinkedHashMap<>(tensors);
        rest.keySet().removeIf(name -> name.startsWith(prefix));
        return new StateDict(source, rest);
    }

    /**
     * Returns the tensors under new names.
     *
     * @param newName maps an old name to a new one; a tensor keeps its name if the new one is taken
     * @return all tensors, in order
     */
    public StateDict renamed(UnaryOperator<String> newName) {
        Map<String, StoredTensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            String other = newName.apply(name);
            if (other.equals(name) || tensors.containsKey(other) || renamed.containsKey(other)) {
                renamed.put(name, tensor);
            } else {
                renamed.put(other, tensor.renamed(other));
            }
        });
        return new StateDict(source, renamed);
    }

    /** Returns all tensors in order. */
    List<StoredTensor> all() {
        return List.copyOf(tensors.values());
    }

    private String nearest(String name) {
        if (tensors.isEmpty()) {
            return "; it has no tensors";
        }
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String wanted = MessageText.of(name);
        List<String> nearest = names().stream()
                .limit(NEAREST_AMONG)
                .map(MessageText::of)
                .sorted(Comparator.comparing(candidate -> distance.apply(wanted, candidate)))
                .limit(NEAREST)
                .toList();
        return "; nearest: " + String.join(", ", nearest);
    }

    /**
     * Requires that all tensors belong to an architecture.
     *
     * @param known matches the names of the architecture
     * @param architecture the architecture, for the message
     * @throws UnsupportedInputException if not; the message gives the first unknown names
     */
    public void requireOnly(Pattern known, String architecture) {
        List<String> unknown = names().stream()
                .filter(name -> !known.matcher(name).matches())
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw new UnsupportedInputException(source() + ": " + unknown.size() + " tensors do not belong to "
                    + architecture + ", such as '"
                    + String.join("', '", unknown.subList(0, Math.min(NAMED, unknown.size()))) + "'");
        }
    }
}
