package org.biggantune.archive.script;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.biggantune.archive.script.ScriptExpression.Call;
import org.biggantune.archive.script.ScriptExpression.Member;
import org.biggantune.archive.script.ScriptExpression.Name;
import org.biggantune.archive.script.ScriptFunction.Binding;
import org.biggantune.io.MessageText;
import org.jspecify.annotations.Nullable;

/** The names in a function, and the classes of objects as far as they are known statically. */
final class ScriptScope {
    private final ScriptProgram program;
    private final Set<String> names = new HashSet<>();
    /** The classes of names that are assigned exactly once. */
    private final Map<String, String> objects = new HashMap<>();
    /** Names that are aliases of a function or class of the program. */
    private final Set<String> functions = new HashSet<>();

    /**
     * Collects the names of a function.
     *
     * @param owner the class of a method; empty for a function
     */
    ScriptScope(ScriptProgram program, ScriptFunction function, String owner) {
        this.program = program;
        Set<String> again = new HashSet<>();
        for (Binding parameter : function.parameters()) {
            note(parameter, again);
        }
        for (Binding binding : function.bindings()) {
            note(binding, again);
        }
        String self = owner;
        for (Binding parameter : function.parameters()) {
            String type = self.isEmpty() ? path(parameter.value()) : self;
            know(parameter.name(), program.type(type).isPresent() ? type : "", again);
            self = "";
        }
        for (Binding binding : function.bindings()) {
            know(binding.name(), object(binding.value()), again);
            String path = path(binding.value());
            if (!again.contains(binding.name()) && path.startsWith(ScriptNames.ROOT + ".") && declares(path)) {
                functions.add(binding.name());
            }
        }
    }

    private void note(Binding binding, Set<String> again) {
        if (ScriptNames.RESERVED.contains(binding.name())) {
            throw new ScriptRefusal(binding.line(), "redefines the name " + binding.name());
        }
        if (!names.add(binding.name())) {
            again.add(binding.name());
        }
    }

    private void know(String name, String type, Set<String> again) {
        if (!type.isEmpty() && !again.contains(name)) {
            objects.put(name, type);
        }
    }

    /** Whether a name is a parameter or is assigned somewhere. */
    boolean binds(String name) {
        return names.contains(name);
    }

    /** Whether a name is only an alias of a function or class of the program. */
    boolean isFunction(String name) {
        return functions.contains(name);
    }

    /** Returns the class of a member's owner; empty if unknown. */
    String owner(Member member) {
        return object(member.owner());
    }

    /** Whether the class of a member's owner is known and declares the member. */
    boolean has(Member member) {
        return program.type(object(member.owner()))
                .map(type -> type.declares(member.name()))
                .orElse(false);
    }

    /** Whether a path is a class or function of the program, or a member of one of its classes. */
    boolean declares(String path) {
        for (int end = path.indexOf('.'); end >= 0; end = path.indexOf('.', end + 1)) {
            int next = path.indexOf('.', end + 1);
            String name = next < 0 ? path : path.substring(0, next);
            Optional<ScriptClass> type = program.type(name);
            // As in libtorch, the shortest matching name wins.
            if (type.isPresent() || program.function(name).isPresent()) {
                String rest = path.substring(name.length());
                return rest.isEmpty()
                        || type.map(found -> found.declares(rest.substring(1))).orElse(false);
            }
        }
        return false;
    }

    /** Returns the class of an object; empty if unknown. */
    private String object(@Nullable ScriptExpression expression) {
        if (expression instanceof Name name) {
            return objects.getOrDefault(name.name(), "");
        }
        if (expression instanceof Member member) {
            return program.type(object(member.owner()))
                    .map(type -> type.attributes().get(member.name()))
                    .map(ScriptScope::path)
                    .orElse("");
        }
        if (expression instanceof Call call) {
            String made = path(call.function());
            return program.type(made).isPresent() ? made : "";
        }
        return "";
    }

    /** Returns the dotted path of an expression; empty for other expressions. */
    static String path(@Nullable ScriptExpression expression) {
        if (expression instanceof Name name) {
            return name.name();
        }
        if (expression instanceof Member member) {
            String owner = path(member.owner());
            return owner.isEmpty() ? "" : owner + "." + member.name();
        }
        return "";
    }

    /** Describes an expression for a message. */
    static String describe(ScriptExpression expression) {
        String path = path(expression);
        if (path.isEmpty() && expression instanceof Member member) {
            return MessageText.of("." + member.name());
        }
        return path.isEmpty() ? "something without a name" : MessageText.of(path);
    }
}
