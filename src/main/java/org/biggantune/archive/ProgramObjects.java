package org.biggantune.archive;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.biggantune.archive.pickle.PickleCall;
import org.biggantune.archive.pickle.PickleDict;
import org.biggantune.archive.pickle.PickleList;
import org.biggantune.archive.pickle.PickleObject;
import org.biggantune.archive.pickle.PickleTuple;
import org.biggantune.archive.script.ScriptProgram;
import org.biggantune.archive.script.ScriptType;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a program's objects match the declarations in its code: libtorch assigns pickled values to attributes
 * without a check, and would read beyond an object of the wrong class.
 */
final class ProgramObjects {
    private final ScriptProgram program;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    ProgramObjects(ScriptProgram program) {
        this.program = program;
    }

    /**
     * Checks a value and everything in it.
     *
     * @param value a value of a pickle with bounded depth
     */
    void check(@Nullable Object value) throws ScriptProgram.Refused {
        if (value == null || !seen.add(value)) {
            return;
        }
        if (value instanceof PickleObject object) {
            object(object);
            check(object.state());
        } else if (value instanceof PickleDict dict) {
            for (Map.Entry<Object, Object> entry : dict.entries().entrySet()) {
                check(entry.getKey());
                check(entry.getValue());
            }
        } else if (value instanceof PickleList list) {
            checkAll(list.items());
        } else if (value instanceof PickleTuple tuple) {
            checkAll(tuple.items());
        } else if (value instanceof PickleCall call) {
            checkAll(call.arguments().items());
            check(call.state());
        }
    }

    private void checkAll(Iterable<Object> values) throws ScriptProgram.Refused {
        for (Object value : values) {
            check(value);
        }
    }

    private void object(PickleObject object) throws ScriptProgram.Refused {
        String name = object.type().qualifiedName();
        if (!program.declares(name)) {
            throw new ScriptProgram.Refused("it contains an object of " + name + ", which its code does not declare");
        }
        if (program.restoresItself(name)) {
            return;
        }
        Map<String, ScriptType> attributes = program.attributes(name);
        if (object.state() instanceof PickleTuple tuple && tuple.items().size() == attributes.size()) {
            int i = 0;
            for (Map.Entry<String, ScriptType> attribute : attributes.entrySet()) {
                require(
                        name,
                        attribute.getKey(),
                        attribute.getValue(),
                        tuple.items().get(i++));
            }
        } else if (object.state() instanceof PickleDict dict) {
            for (Map.Entry<String, ScriptType> attribute : attributes.entrySet()) {
                require(name, attribute.getKey(), attribute.getValue(), dict.get(attribute.getKey()));
            }
        } else {
            throw new ScriptProgram.Refused("an object of " + name + " has an unknown form");
        }
    }

    private void require(String owner, String name, ScriptType type, @Nullable Object value)
            throws ScriptProgram.Refused {
        if (!fits(type, value)) {
            throw new ScriptProgram.Refused(
                    "the attribute " + name + " of " + owner + " is not the " + type + " that its code declares");
        }
    }

    private boolean fits(ScriptType type, @Nullable Object value) {
        return switch (type.name()) {
            case "Tensor" -> TensorTree.isTensor(value);
            case "int" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "bool" -> value instanceof Boolean;
            case "str" -> value instanceof String;
            case "None", "NoneType" -> value == null;
            case "Optional" -> value == null || fits(type.arguments().get(0), value);
            case "Union" -> type.arguments().stream().anyMatch(choice -> fits(choice, value));
            case "List" -> value instanceof PickleList list && all(type, 0, list.items());
            case "Dict" ->
                value instanceof PickleDict dict
                        && all(type, 0, dict.entries().keySet())
                        && all(type, 1, dict.entries().values());
            case "Tuple" -> value instanceof PickleTuple tuple && each(type, tuple);
            case "Any", "Device", "number", "Scalar", "complex" -> true;
            default ->
                value instanceof PickleObject object
                        && object.type().qualifiedName().equals(type.name());
        };
    }

    private boolean all(ScriptType type, int argument, Iterable<Object> values) {
        for (Object value : values) {
            if (!fits(type.arguments().get(argument), value)) {
                return false;
            }
        }
        return true;
    }

    private boolean each(ScriptType type, PickleTuple tuple) {
        if (type.arguments().size() != tuple.items().size()) {
            return false;
        }
        for (int i = 0; i < tuple.items().size(); i++) {
            if (!fits(type.arguments().get(i), tuple.items().get(i))) {
                return false;
            }
        }
        return true;
    }
}
