package org.biggantune.archive.pickle;

/**
 * A reference to a Python class or function by name.
 *
 * @param module the dotted module name
 * @param name the name within the module
 */
public record PickleGlobal(String module, String name) {
    /** Returns {@code module.name}. */
    public String qualifiedName() {
        return module + "." + name;
    }
}
