package org.biggantune.archive.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.biggantune.archive.script.ScriptExpression.Name;
import org.biggantune.archive.script.ScriptExpression.Parts;
import org.biggantune.archive.script.ScriptFunction.Binding;
import org.biggantune.archive.script.ScriptToken.Kind;
import org.jspecify.annotations.Nullable;

/** Parses a function or method. */
final class ScriptFunctions {
    private static final Set<String> CHANGES =
            Set.of("+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "<<=", ">>=", "**=");

    private final ScriptTokens tokens;
    private final ScriptExpressions reader;
    private final List<Binding> bindings = new ArrayList<>();
    private final List<ScriptExpression> expressions = new ArrayList<>();
    private final List<ScriptExpression> types = new ArrayList<>();
    private int blocks;
    private int mostBlocks;

    ScriptFunctions(ScriptTokens tokens) {
        this.tokens = tokens;
        this.reader = new ScriptExpressions(tokens, (target, values) -> bind(target, null));
    }

    ScriptFunction function() {
        tokens.expect("def");
        ScriptToken name = tokens.expect(Kind.NAME);
        tokens.expect("(");
        List<Binding> parameters = new ArrayList<>();
        while (!tokens.skip(")")) {
            parameters.add(parameter());
            if (!tokens.at(")")) {
                tokens.expect(",");
            }
        }
        if (tokens.skip("->")) {
            types.add(reader.expression());
        }
        block();
        return new ScriptFunction(
                name.text(), name.line(), parameters, bindings, expressions, types, reader.highest() + mostBlocks);
    }

    private Binding parameter() {
        tokens.skip("*");
        ScriptToken name = tokens.expect(Kind.NAME);
        @Nullable ScriptExpression type = null;
        if (tokens.skip(":")) {
            type = reader.expression();
            types.add(type);
        }
        if (tokens.skip("=")) {
            expressions.add(reader.expression());
        }
        return new Binding(name.text(), type, name.line());
    }

    private void block() {
        tokens.beginBlock();
        mostBlocks = Math.max(mostBlocks, ++blocks);
        int branches = 0;
        while (!tokens.skip(Kind.DEDENT)) {
            // libtorch parses each elif as nested in the previous one.
            branches = tokens.at("elif") ? branches + 1 : 0;
            mostBlocks = Math.max(mostBlocks, blocks + branches);
            if (branches > ScriptParser.MAX_DEPTH) {
                throw ScriptParser.tooDeep(tokens.line());
            }
            statement();
        }
        blocks--;
    }

    private void statement() {
        if (tokens.skip("if") || tokens.skip("elif") || tokens.skip("while")) {
            expressions.add(reader.expression());
            block();
        } else if (tokens.skip("else")) {
            block();
        } else if (tokens.skip("for")) {
            ScriptExpression target = reader.target();
            expressions.addAll(reader.list());
            bind(target, null);
            block();
        } else {
            simple();
            tokens.expect(Kind.NEWLINE);
        }
    }

    private void simple() {
        boolean bare = tokens.skip("pass") || tokens.skip("break") || tokens.skip("continue");
        if (bare || (tokens.skip("return") && tokens.at(Kind.NEWLINE))) {
            return;
        }
        if (tokens.skip("assert") || tokens.skip("raise") || tokens.skip("del")) {
            expressions.addAll(reader.list());
            return;
        }
        List<ScriptExpression> values = reader.list();
        if (tokens.skip(":")) {
            types.add(reader.expression());
        }
        List<ScriptExpression> targets = new ArrayList<>();
        while (tokens.at("=")
                || (tokens.at(Kind.MARK) && CHANGES.contains(tokens.current().text()))) {
            boolean changed = !tokens.next().is("=");
            targets.add(values.size() == 1 && !changed ? values.get(0) : new Parts(values, tokens.line()));
            values = reader.list();
        }
        expressions.addAll(values);
        ScriptExpression value = values.size() == 1 ? values.get(0) : null;
        targets.forEach(target -> bind(target, value));
    }

    /** Records assigned names; a part of a tuple is assigned an unknown value. */
    private void bind(ScriptExpression target, @Nullable ScriptExpression value) {
        if (target instanceof Name name) {
            bindings.add(new Binding(name.name(), value, name.line()));
        } else if (target instanceof Parts parts) {
            parts.parts().forEach(part -> bind(part, null));
        } else {
            expressions.add(target);
        }
    }
}
