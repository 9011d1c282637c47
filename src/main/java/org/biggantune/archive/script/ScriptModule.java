package org.biggantune.archive.script;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An object of a TorchScript program to be written, with its class name and attributes in order. An attribute is a
 * {@link ScriptTensor}, another {@code ScriptModule}, a {@link Long} or a {@link Double}. Not thread-safe.
 */
public final class ScriptModule {
    private final String className;
    private final String behaviour;
    private final String methods;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Set<String> buffers = new LinkedHashSet<>();

    private ScriptModule(String className, String behaviour, String methods) {
        this.className = className;
        this.behaviour = behaviour;
        this.methods = methods;
    }

    /**
     * Creates an object of a class with methods in the program's source.
     *
     * @param className the class's name, without a package
     */
    public static ScriptModule of(String className) {
        return new ScriptModule(className, className, "");
    }

    /**
     * Creates an object of a class that takes its methods from another class in the source; TorchScript needs one class
     * per set of attribute types.
     *
     * @param className the class's name, without a package
     * @param behaviour the class in the source with the methods
     */
    public static ScriptModule variant(String className, String behaviour) {
        return new ScriptModule(className, behaviour, "");
    }

    /**
     * Creates an object of a class with the given methods, for methods that depend on the number of children.
     *
     * @param methods TorchScript source of the methods, indented by two spaces
     */
    public static ScriptModule withMethods(String className, String methods) {
        return new ScriptModule(className, className, methods);
    }

    /** Creates a container of children named "0", "1" and so on, like PyTorch's {@code ModuleList}. */
    public static ScriptModule list(String className, List<ScriptModule> children) {
        ScriptModule list = of(className);
        for (int i = 0; i < children.size(); i++) {
            list.child(Integer.toString(i), children.get(i));
        }
        return list;
    }

    /**
     * Creates a container with a {@code forward(x)} that calls its children in order, like PyTorch's {@code
     * Sequential}.
     */
    public static ScriptModule sequential(String className, List<ScriptModule> children) {
        StringBuilder forward = new StringBuilder("  def forward(self, x: Tensor) -> Tensor:\n");
        for (int i = 0; i < children.size(); i++) {
            forward.append("    x = (getattr(self, \"").append(i).append("\")).forward(x)\n");
        }
        forward.append("    return x\n");
        ScriptModule module = withMethods(className, forward.toString());
        for (int i = 0; i < children.size(); i++) {
            module.child(Integer.toString(i), children.get(i));
        }
        return module;
    }

    /** Adds a buffer, such as running statistics, which never requires a gradient; returns this object. */
    public ScriptModule buffer(String name, ScriptTensor tensor) {
        buffers.add(name);
        return put(name, tensor);
    }

    /** Adds a weight; returns this object. */
    public ScriptModule tensor(String name, ScriptTensor tensor) {
        return put(name, tensor);
    }

    /** Adds an object; returns this object. */
    public ScriptModule child(String name, ScriptModule module) {
        return put(name, module);
    }

    /** Adds an integer; returns this object. */
    public ScriptModule integer(String name, long value) {
        return put(name, value);
    }

    /** Adds a float64 number; returns this object. */
    public ScriptModule number(String name, double value) {
        return put(name, value);
    }

    private ScriptModule put(String name, Object value) {
        if (attributes.put(name, value) != null) {
            throw new IllegalArgumentException("attribute '" + name + "' of " + className + " given twice");
        }
        return this;
    }

    /** Returns the class's name, without a package. */
    public String className() {
        return className;
    }

    /** Returns the attributes in the order of addition. */
    Map<String, Object> attributes() {
        return Collections.unmodifiableMap(attributes);
    }

    /** Whether a tensor is a buffer. */
    boolean isBuffer(String name) {
        return buffers.contains(name);
    }

    String behaviour() {
        return behaviour;
    }

    String methods() {
        return methods;
    }
}
