package org.biggantune.archive.script;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A type declared by a program.
 *
 * @param name such as {@code Tensor}, {@code List}, or the full name of a class of the program
 * @param arguments its type arguments
 */
public record ScriptType(String name, List<ScriptType> arguments) {
    /** Returns the number of type arguments of a container; a tuple may have any number. */
    private static int arguments(String name) {
        return switch (name) {
            case "List", "Optional", "Final" -> 1;
            case "Dict" -> 2;
            default -> 0;
        };
    }

    static ScriptType of(ScriptExpression type) {
        if (type instanceof ScriptExpression.Index index) {
            List<ScriptExpression> items = index.items();
            // The only item of "Tuple[()]" is an empty pair of brackets.
            boolean empty = items.size() == 1
                    && items.get(0) instanceof ScriptExpression.Parts parts
                    && parts.parts().isEmpty();
            String name = ScriptScope.path(index.owner());
            List<ScriptType> arguments =
                    empty ? List.of() : items.stream().map(ScriptType::of).toList();
            int wanted = arguments(name);
            if ((wanted > 0 && arguments.size() != wanted) || name.isEmpty()) {
                throw new ScriptRefusal(type.line(), "names the type " + name + " in an unknown form");
            }
            return new ScriptType(name, arguments);
        }
        String name = ScriptScope.path(type);
        if (arguments(name) > 0 || name.isEmpty()) {
            throw new ScriptRefusal(type.line(), "names a type in an unknown form");
        }
        return new ScriptType(name, List.of());
    }

    @Override
    public String toString() {
        return arguments.isEmpty()
                ? name
                : name + arguments.stream().map(ScriptType::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
