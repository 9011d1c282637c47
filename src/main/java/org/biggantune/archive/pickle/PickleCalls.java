package org.biggantune.archive.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Converts the calls in a pickle to values: containers and NumPy scalars directly, all others to {@link PickleCall}.
 */
final class PickleCalls {
    private static final int MAX_ENCODED = 64;

    private final PickleInput input;
    private final PickleStack stack;
    private final List<PickleCall> described = new ArrayList<>();

    PickleCalls(PickleInput input, PickleStack stack) {
        this.input = input;
        this.stack = stack;
    }

    Object call(Object function, Object arguments) {
        if (!(function instanceof PickleGlobal global) || !(arguments instanceof PickleTuple tuple)) {
            throw input.corrupt("something that is not a function is called");
        }
        if (AllowedGlobals.returnsArgument(global)) {
            return first(tuple, global);
        }
        if (AllowedGlobals.isScriptClass(global)) {
            PickleObject object = new PickleObject(global);
            // The arguments of a named tuple are its content.
            object.setState(tuple);
            return object;
        }
        return switch (global.qualifiedName()) {
            case "collections.OrderedDict", "collections.Counter", "builtins.dict", "__builtin__.dict" ->
                dictionary(tuple);
            case "collections.defaultdict" -> new PickleDict();
            case "builtins.set",
                    "builtins.frozenset",
                    "builtins.list",
                    "__builtin__.set",
                    "__builtin__.frozenset",
                    "__builtin__.list" -> list(tuple);
            case "torch.Size" -> first(tuple, global) instanceof PickleTuple size ? size : list(tuple);
            case "copyreg._reconstructor", "copy_reg._reconstructor" -> instance(first(tuple, global));
            case "_codecs.encode" -> encoded(tuple, global);
            case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar" -> scalar(global, tuple);
            default -> noted(new PickleCall(global, tuple));
        };
    }

    /** Returns the calls that were kept as calls, in stream order. */
    List<PickleCall> described() {
        return described;
    }

    private PickleCall noted(PickleCall call) {
        described.add(call);
        return call;
    }

    Object instance(Object type) {
        if (!(type instanceof PickleGlobal global)) {
            throw input.corrupt("an instance of something that is not a class");
        }
        return switch (global.qualifiedName()) {
            case "collections.OrderedDict", "builtins.dict", "__builtin__.dict" -> new PickleDict();
            default -> new PickleObject(global);
        };
    }

    void build(Object target, Object state) {
        if (target instanceof PickleObject object) {
            object.setState(state);
        } else if (target instanceof PickleCall call) {
            call.setState(state);
        } else if (!(target instanceof PickleDict)) {
            // Attributes of an OrderedDict (PyTorch's _metadata) contain no tensor and are ignored.
            throw input.corrupt("a state is set on a plain value");
        }
    }

    void put(PickleDict dict, Object key, Object value) {
        if (key instanceof PickleList || key instanceof PickleDict) {
            throw input.corrupt("a list or dict is used as key");
        }
        dict.put(key, value);
    }

    private Object first(PickleTuple arguments, PickleGlobal function) {
        if (arguments.items().isEmpty()) {
            throw input.corrupt(function.qualifiedName() + " is called without arguments");
        }
        return arguments.items().get(0);
    }

    private PickleDict dictionary(PickleTuple arguments) {
        PickleDict dict = new PickleDict();
        if (arguments.items().isEmpty()) {
            return dict;
        }
        Object pairs = arguments.items().get(0);
        if (pairs instanceof PickleDict source) {
            stack.spend(source.entries().size());
            source.entries().forEach(dict::put);
            return dict;
        }
        for (Object pair : items(pairs)) {
            List<Object> keyAndValue = items(pair);
            if (keyAndValue.size() != 2) {
                throw input.corrupt("a dict entry of " + keyAndValue.size() + " values, expected 2");
            }
            put(dict, keyAndValue.get(0), keyAndValue.get(1));
        }
        return dict;
    }

    private PickleList list(PickleTuple arguments) {
        PickleList list = new PickleList();
        if (!arguments.items().isEmpty()) {
            items(arguments.items().get(0)).forEach(list::add);
        }
        return list;
    }

    private List<Object> items(Object container) {
        List<Object> items;
        if (container instanceof PickleList list) {
            items = list.items();
        } else if (container instanceof PickleTuple tuple) {
            items = tuple.items();
        } else {
            throw input.corrupt("a list or tuple is expected in a call");
        }
        stack.spend(items.size());
        return new ArrayList<>(items);
    }

    private Object encoded(PickleTuple arguments, PickleGlobal function) {
        if (!(first(arguments, function) instanceof String text) || text.length() > MAX_ENCODED) {
            throw input.corrupt("_codecs.encode is called on something other than a short string");
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Converts a NumPy scalar, given by a dtype such as {@code f8} and bytes; unknown forms are kept as calls. */
    private static Object scalar(PickleGlobal function, PickleTuple arguments) {
        List<Object> items = arguments.items();
        boolean described = items.size() == 2
                && items.get(0) instanceof PickleCall dtype
                && !dtype.arguments().items().isEmpty()
                && dtype.state() instanceof PickleTuple state
                && state.items().size() >= 2;
        byte[] bytes = described ? scalarBytes(items.get(1)) : new byte[0];
        if (bytes.length == 0) {
            return new PickleCall(function, arguments);
        }
        PickleCall dtype = (PickleCall) items.get(0);
        boolean big = ">"
                .equals(((PickleTuple) Objects.requireNonNull(dtype.state()))
                        .items()
                        .get(1));
        ByteBuffer data = ByteBuffer.wrap(bytes).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        String code = String.valueOf(dtype.arguments().items().get(0)) + ":" + bytes.length;
        return switch (code) {
            case "f8:8" -> data.getDouble();
            case "f4:4" -> (double) data.getFloat();
            case "i8:8" -> data.getLong();
            case "i4:4" -> (long) data.getInt();
            case "b1:1" -> data.get() != 0;
            default -> new PickleCall(function, arguments);
        };
    }

    private static byte[] scalarBytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        return value instanceof String text ? text.getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
    }
}
