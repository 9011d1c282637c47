package org.biggantune.archive.script;

import java.util.List;

/** An expression of TorchScript source, reduced to its calls, members and names. */
sealed interface ScriptExpression {
    /** Returns the line where it begins, from 1. */
    int line();

    /** A name by itself, or a constant such as {@code None}. */
    record Name(String name, int line) implements ScriptExpression {}

    /** {@code owner.name}, or {@code getattr(owner, "name")}. */
    record Member(ScriptExpression owner, String name, int line) implements ScriptExpression {}

    /** {@code function(arguments)}, without the names of keyword arguments. */
    record Call(ScriptExpression function, List<ScriptExpression> arguments, int line) implements ScriptExpression {}

    /** {@code owner[items]}. */
    record Index(ScriptExpression owner, List<ScriptExpression> items, int line) implements ScriptExpression {}

    /** A string with its escapes unchanged. */
    record Text(String text, int line) implements ScriptExpression {}

    /** A number, list, operation or anything else, reduced to its parts. */
    record Parts(List<ScriptExpression> parts, int line) implements ScriptExpression {}
}
