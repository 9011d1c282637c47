package org.biggantune.archive.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.biggantune.archive.script.ScriptExpression.Call;
import org.biggantune.archive.script.ScriptExpression.Index;
import org.biggantune.archive.script.ScriptExpression.Member;
import org.biggantune.archive.script.ScriptExpression.Name;
import org.biggantune.archive.script.ScriptExpression.Parts;
import org.biggantune.archive.script.ScriptExpression.Text;
import org.biggantune.archive.script.ScriptToken.Kind;

/** Parses expressions. Operator precedence is ignored, because it does not affect what an expression calls. */
final class ScriptExpressions {
    private static final Set<String> BEFORE = Set.of("-", "+", "~", "not", "*", "**");
    private static final Set<String> BETWEEN = Set.of(
            "+", "-", "*", "/", "//", "%", "@", "**", "<", ">", "<=", ">=", "==", "!=", "<<", ">>", "&", "|", "^",
            "and", "or", "in", "is", "not", "if", "else");
    /** Keywords. */
    private static final Set<String> WORDS = Set.of(
            "and",
            "or",
            "in",
            "is",
            "not",
            "if",
            "else",
            "elif",
            "for",
            "while",
            "def",
            "class",
            "return",
            "lambda",
            "import",
            "from",
            "global",
            "nonlocal",
            "with",
            "as",
            "del",
            "raise",
            "assert",
            "break",
            "continue",
            "pass",
            "yield",
            "async",
            "await",
            "try",
            "except",
            "finally");

    private final ScriptTokens tokens;
    /** Receives the names bound by a comprehension. */
    private final BiConsumer<ScriptExpression, ScriptExpression> targets;

    /** The number of open brackets. */
    private int depth;
    /** The nesting depth of the expression parsed last. */
    private int height;
    /** The largest nesting depth so far. */
    private int highest;

    /** Creates a parser of types and constants, which have no comprehensions. */
    ScriptExpressions(ScriptTokens tokens) {
        this(tokens, (target, value) -> {
            throw new ScriptRefusal(target.line(), "has a loop outside of functions");
        });
    }

    ScriptExpressions(ScriptTokens tokens, BiConsumer<ScriptExpression, ScriptExpression> targets) {
        this.tokens = tokens;
        this.targets = targets;
    }

    /** Parses one expression, up to a comma outside brackets. */
    ScriptExpression expression() {
        int line = tokens.line();
        List<ScriptExpression> parts = new ArrayList<>();
        int operations = 0;
        int most = 0;
        boolean more = true;
        while (more) {
            while ((tokens.at(Kind.MARK) && BEFORE.contains(tokens.current().text())) || tokens.at("not")) {
                tokens.next();
                operations++;
            }
            parts.add(after(first()));
            most = Math.max(most, height);
            more = BETWEEN.contains(tokens.current().text()) && !tokens.at(Kind.STRING);
            if (more) {
                tokens.next();
                operations++;
            }
        }
        rise(most + operations);
        return operations > 0 ? new Parts(parts, line) : parts.get(0);
    }

    /** Parses expressions separated by commas. */
    List<ScriptExpression> list() {
        List<ScriptExpression> found = new ArrayList<>();
        do {
            found.add(expression());
        } while (tokens.skip(",") && !ends());
        return found;
    }

    /** Parses the target of a loop, up to {@code in}. */
    ScriptExpression target() {
        int line = tokens.line();
        List<ScriptExpression> found = new ArrayList<>();
        do {
            tokens.skip("*");
            found.add(after(first()));
        } while (tokens.skip(",") && !tokens.at("in"));
        tokens.expect("in");
        return found.size() == 1 ? found.get(0) : new Parts(found, line);
    }

    private boolean ends() {
        return tokens.at(Kind.NEWLINE) || tokens.at("=") || tokens.at(":");
    }

    private void rise(int to) {
        height = to;
        highest = Math.max(highest, to);
        if (Math.max(height, depth) > ScriptParser.MAX_DEPTH) {
            throw ScriptParser.tooDeep(tokens.line());
        }
    }

    /** Returns the largest nesting depth of all parsed expressions. */
    int highest() {
        return highest;
    }

    private ScriptExpression first() {
        ScriptToken token = tokens.current();
        height = 0;
        switch (token.kind()) {
            case NAME -> {
                if (WORDS.contains(token.text())) {
                    throw tokens.unexpected();
                }
                tokens.next();
                return new Name(token.text(), token.line());
            }
            case NUMBER -> {
                tokens.next();
                return new Parts(List.of(), token.line());
            }
            case STRING -> {
                return text();
            }
            default -> {
                return bracketed(token);
            }
        }
    }

    private ScriptExpression text() {
        int line = tokens.line();
        StringBuilder text = new StringBuilder();
        while (tokens.at(Kind.STRING)) {
            text.append(tokens.next().text());
        }
        return new Text(text.toString(), line);
    }

    private ScriptExpression bracketed(ScriptToken token) {
        if (tokens.skip("...")) {
            return new Parts(List.of(), token.line());
        }
        String closing = token.is("(") ? ")" : token.is("[") ? "]" : token.is("{") ? "}" : "";
        if (closing.isEmpty()) {
            throw tokens.unexpected();
        }
        tokens.next();
        boolean[] separated = new boolean[1];
        List<ScriptExpression> items = items(closing, separated);
        boolean group = closing.equals(")") && items.size() == 1 && !separated[0];
        return group ? items.get(0) : new Parts(items, token.line());
    }

    /** Parses the content of brackets after the opening one, including the closing one. */
    private List<ScriptExpression> items(String closing, boolean[] separated) {
        depth++;
        rise(0);
        int most = 0;
        List<ScriptExpression> items = new ArrayList<>();
        while (!tokens.skip(closing)) {
            if (tokens.skip(",") || tokens.skip(":")) {
                separated[0] = true;
                continue;
            }
            items.add(item(closing));
            most = Math.max(most, height);
            while (tokens.skip("for")) {
                separated[0] = true;
                ScriptExpression target = target();
                ScriptExpression values = expression();
                most = Math.max(most, height);
                targets.accept(target, values);
                items.add(values);
            }
        }
        depth--;
        rise(most + 1);
        return items;
    }

    private ScriptExpression item(String closing) {
        ScriptExpression item = expression();
        boolean named = closing.equals(")") && item instanceof Name && tokens.skip("=");
        return named ? expression() : item;
    }

    /** Parses members, calls and indices that follow an expression. */
    ScriptExpression after(ScriptExpression first) {
        ScriptExpression found = first;
        while (true) {
            int line = tokens.line();
            int inner = height;
            if (tokens.skip(".")) {
                found = new Member(found, tokens.expect(Kind.NAME).text(), line);
            } else if (tokens.skip("(")) {
                found = call(found, items(")", new boolean[1]), line);
            } else if (tokens.skip("[")) {
                found = new Index(found, items("]", new boolean[1]), line);
            } else {
                return found;
            }
            rise(Math.max(inner, height) + 1);
        }
    }

    private static ScriptExpression call(ScriptExpression function, List<ScriptExpression> arguments, int line) {
        if (!(function instanceof Name name) || !name.name().equals("getattr")) {
            return new Call(function, arguments, line);
        }
        if (arguments.size() != 2
                || !(arguments.get(1) instanceof Text text)
                || text.text().contains("\\")) {
            throw new ScriptRefusal(line, "accesses a member without a constant name");
        }
        return new Member(arguments.get(0), text.text(), line);
    }
}
