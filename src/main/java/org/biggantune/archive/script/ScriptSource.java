package org.biggantune.archive.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Generates the source of a program's classes. Methods come from a source file (a sequence of {@code class
 * NAME(Module):} blocks) or from the objects; the attribute declarations that TorchScript needs at the head of each
 * class are generated from the objects' attributes.
 */
final class ScriptSource {
    private final String scope;
    private final Map<String, String> methods;
    private final Map<String, String> classes = new LinkedHashMap<>();

    /**
     * @param scope the classes' package, such as {@code __torch__.biggan_tune}
     * @param source the classes' methods
     */
    ScriptSource(String scope, String source) {
        this.scope = scope;
        this.methods = parse(source);
    }

    /** Returns the source of all classes of the program's objects. */
    String of(ScriptModule root) {
        classes.clear();
        collect(root);
        return String.join("", classes.values());
    }

    private void collect(ScriptModule module) {
        for (Object value : module.attributes().values()) {
            if (value instanceof ScriptModule child) {
                collect(child);
            }
        }
        String text = declare(module);
        String known = classes.putIfAbsent(module.className(), text);
        if (known != null && !known.equals(text)) {
            throw new IllegalStateException(
                    "two objects of class " + module.className() + " have different attributes or methods");
        }
    }

    private String declare(ScriptModule module) {
        List<String> parameters = new ArrayList<>();
        List<String> buffers = new ArrayList<>();
        StringBuilder attributes = new StringBuilder("  __annotations__ = []\n  training : bool\n");
        module.attributes().forEach((name, value) -> {
            if (value instanceof ScriptTensor) {
                (module.isBuffer(name) ? buffers : parameters).add('"' + name + "\", ");
            }
            boolean plain = Character.isJavaIdentifierStart(name.charAt(0));
            attributes.append(plain ? "  " + name + " : " : "  __annotations__[\"" + name + "\"] = ");
            attributes.append(typeOf(value)).append('\n');
        });
        return "class " + module.className() + "(Module):\n  __parameters__ = [" + String.join("", parameters) + "]\n"
                + "  __buffers__ = [" + String.join("", buffers) + "]\n" + attributes
                + methods.getOrDefault(module.behaviour(), "")
                + module.methods();
    }

    private String typeOf(Object value) {
        if (value instanceof ScriptTensor) {
            return "Tensor";
        }
        if (value instanceof ScriptModule module) {
            return scope + "." + module.className();
        }
        return value instanceof Long ? "int" : "float";
    }

    private static Map<String, String> parse(String source) {
        Map<String, String> blocks = new LinkedHashMap<>();
        String current = null;
        StringBuilder body = new StringBuilder();
        for (String line : source.split("\n", -1)) {
            if (line.startsWith("class ")) {
                put(blocks, current, body);
                current = line.substring("class ".length(), line.indexOf('('));
                body.setLength(0);
            } else if (current != null && line.startsWith("  ")) {
                body.append(line).append('\n');
            }
        }
        put(blocks, current, body);
        return blocks;
    }

    private static void put(Map<String, String> blocks, @Nullable String name, StringBuilder body) {
        if (name != null && blocks.put(name, body.toString()) != null) {
            throw new IllegalArgumentException("class " + name + " occurs twice in the source");
        }
    }
}
