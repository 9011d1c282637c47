package org.biggantune.archive.pickle;

/**
 * A Python class or function, by name only.
 *
 * @param module dotted module name
 * @param name name within the module
 */
public record PickleGlobal(String module, String name) {
    /**
     * The dotted full name.
     *
     * @return {@code module.name}
     */
    public String qualifiedName() {
        return module + "." + name;
    }
}
