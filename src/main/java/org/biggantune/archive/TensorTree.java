package org.biggantune.archive;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.biggantune.archive.pickle.PickleCall;
import org.biggantune.archive.pickle.PickleDict;
import org.biggantune.archive.pickle.PickleGlobal;
import org.biggantune.archive.pickle.PickleLimits;
import org.biggantune.archive.pickle.PickleList;
import org.biggantune.archive.pickle.PickleObject;
import org.biggantune.archive.pickle.PickleParser;
import org.biggantune.archive.pickle.PickleTuple;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.io.MessageText;
import org.jspecify.annotations.Nullable;

/**
 * The tensors and plain values in a parsed pickle by dotted name: keys of dicts, attributes of objects and positions in
 * lists, joined by dots. Depth and number of visits are bounded because a value may contain itself.
 */
final class TensorTree {
    private final Path source;
    private final StorageLocator locator;
    private final PickleLimits limits;
    private final boolean everywhere;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, Object> plain = new LinkedHashMap<>();
    private long visits;
    private long nameLength;

    private TensorTree(Path source, StorageLocator locator, boolean everywhere) {
        this.source = source;
        this.locator = locator;
        this.limits = PickleLimits.DEFAULT;
        this.everywhere = everywhere;
    }

    static TensorTree of(Path source, @Nullable Object root, StorageLocator locator) {
        TensorTree tree = new TensorTree(source, locator, false);
        tree.visit("", root, 0);
        return tree;
    }

    /**
     * Creates the tree and checks every tensor that libtorch would create, including those in keys, in arguments of
     * calls, and in values that are not kept.
     */
    static TensorTree ofAll(Path source, PickleParser.Described pickle, StorageLocator locator) {
        TensorTree tree = new TensorTree(source, locator, true);
        tree.visit("", pickle.value(), 0);
        for (PickleCall call : pickle.calls()) {
            if (isTensor(call)) {
                tree.tensor("?", call.function(), call.arguments().items(), 0);
            }
        }
        return tree;
    }

    StateDict tensors() {
        return new StateDict(source, tensors);
    }

    /** Returns numbers, strings and booleans in order. */
    Map<String, Object> plain() {
        return plain;
    }

    /** Whether a value is itself a tensor. */
    static boolean isTensor(@Nullable Object value) {
        return value instanceof PickleCall call
                && call.function().module().startsWith("torch")
                && (call.function().name().startsWith("_rebuild")
                        || call.function().name().equals("Parameter"));
    }

    private void visit(String name, @Nullable Object value, int depth) {
        if (depth > limits.maxDepth()) {
            throw new CorruptInputException(source + ": its values nest deeper than " + limits.maxDepth()
                    + " levels at " + MessageText.quoted(name));
        }
        if (++visits > limits.maxValues()) {
            throw new CorruptInputException(source + ": it contains more than " + limits.maxValues() + " values");
        }
        if (value instanceof PickleCall call) {
            if (isTensor(call)) {
                add(name, tensor(name, call.function(), call.arguments().items(), depth));
            } else if (everywhere) {
                aside(name, call.arguments(), depth);
                aside(name, call.state(), depth);
            }
        } else if (value instanceof PickleObject object) {
            visit(name, object.state(), depth + 1);
        } else if (value instanceof PickleDict dict) {
            dict.entries().forEach((key, item) -> {
                visit(joined(name, key), item, depth + 1);
                aside(name, key, depth);
            });
        } else if (value instanceof PickleList list) {
            visitAll(name, list.items(), depth);
        } else if (value instanceof PickleTuple tuple) {
            visitAll(name, tuple.items(), depth);
        } else if (isPlain(value)) {
            plain.putIfAbsent(name, value);
        }
    }

    /** Visits a value outside the tree, with the same depth limit and checks of its tensors. */
    private void aside(String name, @Nullable Object value, int depth) {
        if (everywhere && !isPlain(value)) {
            TensorTree side = new TensorTree(source, locator, true);
            side.visits = visits;
            side.visit(name + ".?", value, depth + 1);
            visits = side.visits;
        }
    }

    private void visitAll(String name, List<Object> items, int depth) {
        for (int i = 0; i < items.size(); i++) {
            visit(joined(name, i), items.get(i), depth + 1);
        }
    }

    private static boolean isPlain(@Nullable Object value) {
        return value instanceof String
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof BigInteger;
    }

    private String joined(String name, Object key) {
        boolean readable = key instanceof String || key instanceof Number || key instanceof Boolean;
        String last = readable ? key.toString() : "?";
        String joined = name.isEmpty() ? last : name + "." + last;
        if (joined.length() > limits.maxText() / limits.maxDepth()) {
            throw new CorruptInputException(source + ": the name " + MessageText.quoted(joined) + " is too long");
        }
        nameLength += joined.length();
        if (nameLength > limits.maxBytes()) {
            throw new CorruptInputException(
                    source + ": the names of its values have more than " + limits.maxBytes() + " characters");
        }
        return joined;
    }

    private void add(String name, StoredTensor tensor) {
        if (tensors.putIfAbsent(name, tensor) != null) {
            throw new CorruptInputException(source + ": two tensors have the name " + MessageText.quoted(name));
        }
    }

    private StoredTensor tensor(String name, PickleGlobal function, List<Object> arguments, int depth) {
        if (depth > limits.maxDepth()) {
            throw malformed(name);
        }
        switch (function.name()) {
            case "_rebuild_parameter", "_rebuild_parameter_with_state", "Parameter" -> {
                if (!arguments.isEmpty() && arguments.get(0) instanceof PickleCall data) {
                    return tensor(name, data.function(), data.arguments().items(), depth + 1);
                }
            }
            case "_rebuild_from_type_v2" -> {
                if (arguments.size() >= 3
                        && arguments.get(0) instanceof PickleGlobal inner
                        && arguments.get(2) instanceof PickleTuple innerArguments) {
                    return tensor(name, inner, innerArguments.items(), depth + 1);
                }
            }
            case "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_qtensor" -> {
                if (arguments.size() >= 4 && arguments.get(1) instanceof Long offset) {
                    return rebuilt(name, arguments, offset);
                }
            }
            default -> throw malformed(name);
        }
        throw malformed(name);
    }

    private StoredTensor rebuilt(String name, List<Object> arguments, long offset) {
        StorageId id = StorageId.of(source, arguments.get(0));
        long[] shape = numbers(name, arguments.get(2));
        long[] strides = numbers(name, arguments.get(3));
        if (offset < 0 || offset > Long.MAX_VALUE - id.viewOffset()) {
            throw malformed(name);
        }
        return new StoredTensor(name, locator.locate(id), id.viewOffset() + offset, shape, strides);
    }

    private long[] numbers(String name, Object value) {
        List<Object> items = value instanceof PickleTuple tuple
                ? tuple.items()
                : value instanceof PickleList list ? list.items() : null;
        if (items == null || items.size() > 64) {
            throw malformed(name);
        }
        long[] numbers = new long[items.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(items.get(i) instanceof Long number)) {
                throw malformed(name);
            }
            numbers[i] = number;
        }
        return numbers;
    }

    private CorruptInputException malformed(String name) {
        return new CorruptInputException(
                source + ": tensor " + MessageText.quoted(name) + " has an unknown description");
    }
}
