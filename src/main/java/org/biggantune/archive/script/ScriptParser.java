package org.biggantune.archive.script;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.biggantune.archive.script.ScriptExpression.Index;
import org.biggantune.archive.script.ScriptExpression.Text;
import org.biggantune.archive.script.ScriptToken.Kind;

/**
 * Parses the classes and functions of TorchScript source. Nesting is bounded because libtorch parses recursively, and
 * deeply nested code would crash the process.
 */
final class ScriptParser {
    /**
     * The limit of nesting of blocks and expressions; every operator of a sum and every member of a chain counts.
     * libtorch writes one statement per operator, so networks need about ten levels.
     */
    static final int MAX_DEPTH = 200;

    private static final Set<String> BASES = Set.of("Module", "NamedTuple");

    private final ScriptTokens tokens;
    private final Map<String, ScriptClass> classes = new LinkedHashMap<>();
    private final Map<String, ScriptFunction> functions = new LinkedHashMap<>();

    /** The declarations of one source, by name without package. */
    record Declarations(Map<String, ScriptClass> classes, Map<String, ScriptFunction> functions) {}

    private ScriptParser(ScriptTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Parses a source.
     *
     * @param source one character per byte
     * @throws ScriptRefusal if it has a form that libtorch does not write, or nests too deeply
     */
    static Declarations parse(String source) {
        ScriptParser parser = new ScriptParser(new ScriptTokens(ScriptLexer.tokens(source)));
        parser.run();
        return new Declarations(parser.classes, parser.functions);
    }

    static ScriptRefusal tooDeep(int line) {
        return new ScriptRefusal(line, "nests deeper than " + MAX_DEPTH + " levels");
    }

    private void run() {
        while (tokens.skip(Kind.NEWLINE)) {
            // Empty sources begin with newlines.
        }
        while (!tokens.at(Kind.END)) {
            if (tokens.at("op_version_set") || tokens.at("import")) {
                while (!tokens.skip(Kind.NEWLINE)) {
                    tokens.next();
                }
            } else if (tokens.skip("class")) {
                ScriptClass found = type();
                putOnce(classes, found.name(), found, found.line());
            } else {
                ScriptFunction found = function();
                putOnce(functions, found.name(), found, found.line());
            }
        }
    }

    private ScriptFunction function() {
        return new ScriptFunctions(tokens).function();
    }

    private ScriptClass type() {
        ScriptToken name = tokens.expect(Kind.NAME);
        String base = "";
        if (tokens.skip("(")) {
            base = tokens.expect(Kind.NAME).text();
            tokens.expect(")");
            if (!BASES.contains(base)) {
                throw new ScriptRefusal(name.line(), "declares a class with the base " + base);
            }
        }
        Map<String, ScriptExpression> attributes = new LinkedHashMap<>();
        Map<String, ScriptExpression> constants = new LinkedHashMap<>();
        Map<String, ScriptFunction> methods = new LinkedHashMap<>();
        tokens.beginBlock();
        while (!tokens.skip(Kind.DEDENT)) {
            if (tokens.at("def")) {
                ScriptFunction method = function();
                putOnce(methods, method.name(), method, method.line());
            } else if (tokens.skip("pass")) {
                tokens.expect(Kind.NEWLINE);
            } else {
                attribute(attributes, constants);
            }
        }
        return new ScriptClass(name.text(), base, name.line(), attributes, constants, methods);
    }

    /**
     * {@code name : type}, {@code name : Final[type] = value}, {@code __annotations__["name"] = type} or a list of
     * names.
     */
    private void attribute(Map<String, ScriptExpression> attributes, Map<String, ScriptExpression> constants) {
        ScriptExpressions expressions = new ScriptExpressions(tokens);
        ScriptToken first = tokens.expect(Kind.NAME);
        String name = first.text();
        if (tokens.skip(":")) {
            ScriptExpression type = expressions.expression();
            if (tokens.skip("=")) {
                putOnce(constants, name, expressions.expression(), first.line());
            } else {
                putOnce(attributes, name, type, first.line());
            }
        } else if (name.equals("__annotations__") && tokens.at("[")) {
            Index index = (Index) expressions.after(new ScriptExpression.Name(name, first.line()));
            tokens.expect("=");
            if (index.items().size() != 1
                    || !(index.items().get(0) instanceof Text text)
                    || text.text().contains("\\")) {
                throw new ScriptRefusal(first.line(), "declares an attribute without a plain name");
            }
            putOnce(attributes, text.text(), expressions.expression(), first.line());
        } else {
            tokens.expect("=");
            ScriptExpression value = expressions.expression();
            // The lists of parameters, buffers and hooks.
            if (!name.startsWith("__") || !(value instanceof ScriptExpression.Parts list) || !isTexts(list.parts())) {
                throw new ScriptRefusal(first.line(), "declares " + name + " in an unknown form");
            }
        }
        tokens.expect(Kind.NEWLINE);
    }

    private static boolean isTexts(List<ScriptExpression> list) {
        return list.stream().allMatch(Text.class::isInstance);
    }

    private static <T> void putOnce(Map<String, T> map, String name, T value, int line) {
        if (map.putIfAbsent(name, value) != null) {
            throw new ScriptRefusal(line, "declares " + name + " twice");
        }
    }
}
