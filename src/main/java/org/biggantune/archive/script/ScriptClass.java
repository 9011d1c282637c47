package org.biggantune.archive.script;

import java.util.Map;

/**
 * A class of TorchScript source.
 *
 * @param name its name, without its package
 * @param base {@code Module}, {@code NamedTuple}, or empty for a class of the program's own
 * @param line where it begins
 * @param attributes the types of attributes by name, in order
 * @param constants the values of attributes that are constants, by name
 * @param methods methods by name
 */
record ScriptClass(
        String name,
        String base,
        int line,
        Map<String, ScriptExpression> attributes,
        Map<String, ScriptExpression> constants,
        Map<String, ScriptFunction> methods) {
    boolean declares(String member) {
        return attributes.containsKey(member) || constants.containsKey(member) || methods.containsKey(member);
    }
}
