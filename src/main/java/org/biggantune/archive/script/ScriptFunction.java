package org.biggantune.archive.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function or method of TorchScript source, without its control flow.
 *
 * @param name its name
 * @param line the line where it begins
 * @param parameters its parameters; the first one of a method is the object
 * @param bindings the assignments to names, without parameters, in source order
 * @param expressions all evaluated expressions, in source order
 * @param types all types referred to
 * @param nesting the nesting depth of its blocks and expressions
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
     * An assignment to a name.
     *
     * @param name the name
     * @param value the value, or a parameter's type; null if it is unknown or part of another value
     * @param line the line
     */
    record Binding(String name, @Nullable ScriptExpression value, int line) {}
}
