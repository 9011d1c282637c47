package org.biggantune.archive.script;

import java.util.Map;

/**
 * A class of TorchScript source.
 *
 * @param name its name, without its package
 * @param base {@code Module}, {@code NamedTuple}, or empty for a plain class
 * @param line the line where it begins
 * @param attributes the types of the attributes by name, in order
 * @param constants the values of constant attributes by name
 * @param methods the methods by name
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
