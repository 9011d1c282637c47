package org.biggantune.archive.script;

/**
 * What the root of a program around another one is called.
 *
 * @param scope its class's package, such as {@code __torch__.wrapper}
 * @param className its class
 * @param tensor its attribute that is a tensor
 * @param program its attribute that is the other program
 */
public record WrapperNames(String scope, String className, String tensor, String program) {}
