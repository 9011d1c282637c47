package org.biggantune.archive.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function or method of TorchScript source. What runs when, and under which condition, is left out.
 *
 * @param name its name
 * @param line where it begins
 * @param parameters its parameters; a method's first one is the object
 * @param bindings what is assigned to names, parameters left out, in the order of the text
 * @param expressions all that is evaluated, in the order of the text
 * @param types all types that are named
 * @param nesting how deep its blocks and expressions nest
 */
record ScriptFunction(
        String name,
        int line,
        List<Binding> parameters,
        List<Binding> bindings,
        List<ScriptExpression> expressions,
        List<ScriptExpression> types,
        int nesting) {
    /**
     * A name that gets a value.
     *
     * @param name the name
     * @param value the value, or a parameter's type; null where it is a part of something, or not told
     * @param line where
     */
    record Binding(String name, @Nullable ScriptExpression value, int line) {}
}
