package org.biggantune.archive.script;

import java.util.List;

/** An expression of TorchScript source, as far as it matters what is called and whose members are named. */
sealed interface ScriptExpression {
    /** The line where it begins, counted from 1. */
    int line();

    /** A name by itself, or a constant such as {@code None}. */
    record Name(String name, int line) implements ScriptExpression {}

    /** {@code owner.name}, or {@code getattr(owner, "name")}. */
    record Member(ScriptExpression owner, String name, int line) implements ScriptExpression {}

    /** {@code function(arguments)}; names of arguments are left out. */
    record Call(ScriptExpression function, List<ScriptExpression> arguments, int line) implements ScriptExpression {}

    /** {@code owner[items]}. */
    record Index(ScriptExpression owner, List<ScriptExpression> items, int line) implements ScriptExpression {}

    /** A string, its escapes as they stand. */
    record Text(String text, int line) implements ScriptExpression {}

    /** A number, list, operation or anything else, by its parts. */
    record Parts(List<ScriptExpression> parts, int line) implements ScriptExpression {}
}
