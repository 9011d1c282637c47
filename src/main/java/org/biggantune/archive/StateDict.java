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

/** Tensors by name, in their file's order. Usable until the file is closed. */
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
     * Tensors that stand in no file.
     *
     * @param source what stands for the file in messages
     * @param tensors by dotted name, in order
     * @return a state dict that is usable for ever
     */
    public static StateDict computed(Path source, Map<String, ComputedTensor> tensors) {
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> stored.put(name, tensor.stored(source, name)));
        return new StateDict(source, stored);
    }

    /**
     * The file the tensors come from.
     *
     * @return its path
     */
    public Path source() {
        return source;
    }

    /**
     * The names of all tensors.
     *
     * @return an unmodifiable set in the file's order
     */
    public Set<String> names() {
        return tensors.keySet();
    }

    /**
     * Whether there is a tensor of this name.
     *
     * @param name dotted name
     * @return true when {@link #get} would find it
     */
    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    /**
     * The tensor of this name.
     *
     * @param name dotted name
     * @return the tensor, empty when there is none
     */
    public Optional<StoredTensor> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /**
     * The tensor of this name, which must be there.
     *
     * @param name dotted name
     * @return the tensor
     * @throws UnsupportedInputException naming the file, the name and the nearest names, when there is none
     */
    public StoredTensor get(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new UnsupportedInputException(source + ": has no tensor " + MessageText.quoted(name) + nearest(name));
        }
        return tensor;
    }

    /**
     * The tensor of this name, which must be there and have this shape.
     *
     * @param name dotted name
     * @param shape the expected shape; an empty array for a scalar
     * @return the tensor
     * @throws UnsupportedInputException when it is absent or has another shape
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
     * The elements of a tensor, all finite, in row-major order.
     *
     * @param name dotted name
     * @return a new array
     * @throws UnsupportedInputException when it is absent or holds integers
     * @throws CorruptInputException when an element is NaN or infinite, naming tensor and index
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
     * The tensors under a prefix, named without it.
     *
     * @param prefix the start of their names, with its last dot
     * @return those tensors alone, in order; empty when none has the prefix
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
     * The tensors that are not under a prefix.
     *
     * @param prefix the start of names, with its last dot; all names start with an empty one
     * @return those tensors, in order, by the names that they have
     */
    public StateDict outside(String prefix) {
        Map<String, StoredTensor> rest = new LinkedHashMap<>(tensors);
        rest.keySet().removeIf(name -> name.startsWith(prefix));
        return new StateDict(source, rest);
    }

    /**
     * The same tensors under other names.
     *
     * @param newName gives a tensor's name from the one it has; where another tensor has that name, both keep theirs
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

    /** All tensors in order. */
    List<StoredTensor> all() {
        return List.copyOf(tensors.values());
    }

    private String nearest(String name) {
        if (tensors.isEmpty()) {
            return "; it has no tensors at all";
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
     * Refuses tensors that an architecture does not have.
     *
     * @param known matches the names that it has
     * @param architecture what it is, for the message
     * @throws UnsupportedInputException naming the first that do not belong
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
