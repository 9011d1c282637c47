package org.biggantune.archive.script;

/**
 * The names in the root of a wrapper program.
 *
 * @param scope the package of its class, such as {@code __torch__.wrapper}
 * @param className the name of its class
 * @param tensor the name of its tensor attribute
 * @param program the name of its attribute with the wrapped program
 */
public record WrapperNames(String scope, String className, String tensor, String program) {}
