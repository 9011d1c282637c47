package org.biggantune.archive.script;

import java.util.List;
import org.biggantune.archive.script.ScriptExpression.Call;
import org.biggantune.archive.script.ScriptExpression.Index;
import org.biggantune.archive.script.ScriptExpression.Member;
import org.biggantune.archive.script.ScriptExpression.Name;
import org.biggantune.archive.script.ScriptExpression.Parts;
import org.biggantune.archive.script.ScriptExpression.Text;

/**
 * Checks that a program's code refers only to harmless operators and its own declarations. Anything unknown is
 * rejected. If an object has no method of a name, libtorch looks it up among its operators, so {@code x.save(…)} is
 * {@code aten::save}; a member must therefore be an allowed operator, or the object's class must be known and declare
 * it.
 */
final class ScriptCheck {
    private final ScriptProgram program;
    private final ScriptReferences references = new ScriptReferences();
    /** The class, method or function being checked. */
    private String current = "";

    ScriptCheck(ScriptProgram program) {
        this.program = program;
    }

    /** Checks a class or function of the program. */
    void declaration(String name) {
        program.type(name).ifPresent(type -> {
            current = name;
            type.attributes().values().forEach(this::type);
            type.constants().values().forEach(this::constant);
            type.methods().values().forEach(method -> {
                current = name + "." + method.name();
                references.add(name, current);
                new Body(new ScriptScope(program, method, name)).check(method);
            });
        });
        current = name;
        program.function(name).ifPresent(function -> new Body(new ScriptScope(program, function, "")).check(function));
    }

    /**
     * Checks the length of chains of declarations that refer to each other; call after all declarations were checked.
     */
    void chains(String name) {
        int line = program.type(name)
                .map(ScriptClass::line)
                .orElseGet(() -> program.function(name).orElseThrow().line());
        references.check(name, line);
    }

    /** Checks that a type is built into TorchScript or declared. */
    void type(ScriptExpression type) {
        if (type instanceof Index index) {
            type(index.owner());
            index.items().forEach(this::type);
        } else if (type instanceof Parts parts) {
            parts.parts().forEach(this::type);
        } else if (!(type instanceof Name name && ScriptNames.TYPES.contains(name.name()))
                && !named(ScriptScope.path(type))) {
            throw new ScriptRefusal(type.line(), "names the type " + ScriptScope.describe(type));
        }
    }

    private boolean named(String type) {
        references.add(current, type);
        return program.type(type).isPresent();
    }

    /** Rejects unchecked casts to classes: a wrong one would access members that do not exist. */
    private void cast(ScriptExpression type) {
        if (type instanceof Index index) {
            cast(index.owner());
            index.items().forEach(this::cast);
        } else if (!(type instanceof Name name && ScriptNames.CAST_TYPES.contains(name.name()))) {
            throw new ScriptRefusal(type.line(), "casts without a check to " + ScriptScope.describe(type));
        }
    }

    private void constant(ScriptExpression value) {
        if (value instanceof Parts parts) {
            parts.parts().forEach(this::constant);
        } else if (!(value instanceof Text)
                && !(value instanceof Name name && ScriptNames.VALUES.contains(name.name()))) {
            throw new ScriptRefusal(value.line(), "gives a constant the value " + ScriptScope.describe(value));
        }
    }

    /** Checks the body of a function. */
    private final class Body {
        private final ScriptScope scope;

        Body(ScriptScope scope) {
            this.scope = scope;
        }

        void check(ScriptFunction function) {
            references.nesting(current, function.nesting());
            function.types().forEach(ScriptCheck.this::type);
            function.expressions().forEach(this::value);
        }

        private void value(ScriptExpression expression) {
            if (expression instanceof Name name) {
                if (!scope.binds(name.name()) && !ScriptNames.VALUES.contains(name.name())) {
                    throw new ScriptRefusal(name.line(), "uses " + name.name());
                }
            } else if (expression instanceof Member member) {
                member(member, "uses ");
            } else if (expression instanceof Call call) {
                call(call);
            } else if (expression instanceof Index index) {
                value(index.owner());
                index.items().forEach(this::value);
            } else if (expression instanceof Parts parts) {
                parts.parts().forEach(this::value);
            }
        }

        private void call(Call call) {
            List<ScriptExpression> arguments = call.arguments();
            if (call.function() instanceof Member member) {
                member(member, "calls ");
                arguments.forEach(this::value);
            } else if (call.function() instanceof Name name
                    && (ScriptNames.FUNCTIONS.contains(name.name()) || scope.isFunction(name.name()))) {
                arguments.forEach(this::value);
            } else if (call.function() instanceof Name name && ScriptNames.FORMS.contains(name.name())) {
                form(call, name.name());
            } else {
                throw new ScriptRefusal(call.line(), "calls " + ScriptScope.describe(call.function()));
            }
        }

        /** Checks a call with a type among its arguments. */
        private void form(Call call, String name) {
            List<ScriptExpression> arguments = call.arguments();
            int position = name.equals(ScriptNames.IS_INSTANCE) ? 1 : 0;
            if (arguments.size() != (name.equals(ScriptNames.UNINITIALIZED) ? 1 : 2)) {
                throw new ScriptRefusal(call.line(), "calls " + name + " in an unknown form");
            }
            for (int i = 0; i < arguments.size(); i++) {
                if (i == position) {
                    if (name.equals(ScriptNames.CAST)) {
                        cast(arguments.get(i));
                    } else {
                        type(arguments.get(i));
                    }
                } else {
                    value(arguments.get(i));
                }
            }
        }

        private void member(Member member, String verb) {
            String path = ScriptScope.path(member);
            boolean known;
            if (path.startsWith(ScriptNames.TORCH + ".")) {
                known = ScriptOperators.permits(path.substring(path.indexOf('.') + 1));
            } else if (path.startsWith(ScriptNames.OPS + ".")) {
                String[] parts = path.split("\\.", -1);
                known = parts.length == 3 && ScriptOperators.permits(parts[1], parts[2]);
            } else if (path.startsWith(ScriptNames.CONSTANTS + ".")) {
                known = path.matches("CONSTANTS\\.c[0-9]{1,9}");
            } else if (path.startsWith(ScriptNames.ROOT + ".")) {
                known = scope.declares(path);
                references.add(current, path);
            } else {
                value(member.owner());
                String owner = scope.owner(member);
                references.add(current, owner + "." + member.name());
                known = ScriptOperators.permits(member.name()) || scope.has(member);
            }
            if (!known) {
                throw new ScriptRefusal(member.line(), verb + ScriptScope.describe(member));
            }
        }
    }
}
