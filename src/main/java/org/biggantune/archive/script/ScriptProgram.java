package org.biggantune.archive.script;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.biggantune.io.MessageText;

/**
 * A program's parsed code: its classes and functions by full name, such as {@code
 * __torch__.torch.nn.modules.conv.Conv2d}.
 */
public final class ScriptProgram {
    private static final String SUFFIX = ".py";

    private final Map<String, ScriptClass> classes = new LinkedHashMap<>();
    private final Map<String, ScriptFunction> functions = new LinkedHashMap<>();
    private final Map<String, Map<String, ScriptType>> types = new HashMap<>();
    /** The source that declares a name. */
    private final Map<String, String> sources = new LinkedHashMap<>();

    private ScriptProgram() {}

    /**
     * Parses sources and checks that they call only the operators in {@code operators.txt} and their own declarations.
     *
     * @param sources the bytes of each source by its path below {@code code/}, such as {@code __torch__/model.py}
     * @return the program
     * @throws Refused if they call anything else, nest too deeply, or have a form that libtorch does not write
     */
    public static ScriptProgram checked(Map<String, byte[]> sources) throws Refused {
        ScriptProgram program = new ScriptProgram();
        for (Map.Entry<String, byte[]> source : sources.entrySet()) {
            try {
                // One character per byte: non-ASCII bytes occur only in strings and comments, where they do not matter.
                program.declare(source.getKey(), new String(source.getValue(), StandardCharsets.ISO_8859_1));
            } catch (ScriptRefusal e) {
                throw new Refused(source.getKey(), e);
            }
        }
        ScriptCheck check = new ScriptCheck(program);
        program.each(check::declaration);
        program.each(check::chains);
        return program;
    }

    /** The reason why a program is rejected. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final String source;

        /** Creates a reason that is not in the code; a clause. */
        public Refused(String reason) {
            super(reason, null);
            this.source = "";
        }

        Refused(String source, ScriptRefusal reason) {
            super(
                    "its code (" + MessageText.of(source) + ", line " + reason.line() + ") " + reason.getMessage(),
                    reason);
            this.source = source;
        }

        /** Returns the path of the rejected source; empty if the reason is not in the code. */
        public String source() {
            return source;
        }
    }

    private void each(Consumer<String> declaration) throws Refused {
        for (Map.Entry<String, String> declared : sources.entrySet()) {
            try {
                declaration.accept(declared.getKey());
            } catch (ScriptRefusal e) {
                throw new Refused(declared.getValue(), e);
            }
        }
    }

    private void declare(String path, String source) {
        String scope = path.endsWith(SUFFIX) ? path.substring(0, path.length() - SUFFIX.length()) : path;
        String prefix = scope.replace('/', '.') + ".";
        ScriptParser.Declarations found = ScriptParser.parse(source);
        found.classes().forEach((name, type) -> {
            Map<String, ScriptType> attributes = new LinkedHashMap<>();
            type.attributes().forEach((attribute, declared) -> attributes.put(attribute, ScriptType.of(declared)));
            types.put(prefix + name, attributes);
            classes.put(prefix + name, type);
            note(prefix + name, path, type.line());
        });
        found.functions().forEach((name, function) -> {
            functions.put(prefix + name, function);
            note(prefix + name, path, function.line());
        });
    }

    private void note(String name, String path, int line) {
        if (sources.put(name, path) != null) {
            throw new ScriptRefusal(line, "declares " + name + " twice");
        }
        // libtorch's built-in classes in this namespace take precedence over a file's.
        if (name.startsWith("__torch__.torch.classes.")) {
            throw new ScriptRefusal(line, "declares " + name + ", a name reserved for libtorch's own classes");
        }
    }

    /** Whether there is a class with this full name. */
    public boolean declares(String className) {
        return classes.containsKey(className);
    }

    /** Whether a class restores its objects by its own {@code __setstate__}. */
    public boolean restoresItself(String className) {
        return Objects.requireNonNull(classes.get(className), className)
                .methods()
                .containsKey("__setstate__");
    }

    /** Returns the types of a class's attributes by name, in order. */
    public Map<String, ScriptType> attributes(String className) {
        return Objects.requireNonNull(types.get(className), className);
    }

    Optional<ScriptClass> type(String name) {
        return Optional.ofNullable(classes.get(name));
    }

    Optional<ScriptFunction> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }
}
