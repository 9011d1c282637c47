package org.biggantune.archive.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.archive.script.ScriptToken.Kind;

/**
 * Splits TorchScript source into tokens exactly as libtorch's lexer ({@code torch/csrc/jit/frontend/lexer.h}), so that
 * nothing is a name for one and a comment or string for the other. Constructs that libtorch never writes and reads in
 * its own way, such as line continuation by a backslash, are rejected.
 */
final class ScriptLexer {
    private static final String SINGLE_MARKS = "+-*/%@()[]:,={}><.?!&^|~";
    private static final Pattern NUMBER = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?j?");
    private static final List<String> LONG_MARKS = List.of(
            "...", "**=", "<<=", ">>=", "->", "**", "//", "==", "!=", "<=", ">=", "<<", ">>", "+=", "-=", "*=", "/=",
            "%=", "|=", "&=", "^=");

    private final String source;
    private final List<ScriptToken> tokens = new ArrayList<>();
    private final Deque<Integer> indents = new ArrayDeque<>();
    private int at;
    private int line = 1;
    private int nesting;

    private ScriptLexer(String source) {
        this.source = source;
    }

    /**
     * Returns the tokens of a source.
     *
     * @param source one character per byte
     * @throws ScriptRefusal for source that libtorch does not write
     */
    static List<ScriptToken> tokens(String source) {
        return new ScriptLexer(source).run();
    }

    private List<ScriptToken> run() {
        indents.push(0);
        beginLine();
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == ' ') {
                at++;
            } else if (c == '\n' && nesting > 0) {
                at++;
                line++;
            } else if (c == '\n') {
                add(Kind.NEWLINE, "");
                at++;
                line++;
                beginLine();
            } else if (c == '#') {
                comment();
            } else {
                token(c);
            }
        }
        if (!tokens.isEmpty() && !tokens.get(tokens.size() - 1).is(Kind.NEWLINE)) {
            add(Kind.NEWLINE, "");
        }
        for (int open = indents.size(); open > 1; open--) {
            add(Kind.DEDENT, "");
        }
        add(Kind.END, "");
        return tokens;
    }

    /** Skips empty lines and comments, and handles the indentation of the next line. */
    private void beginLine() {
        int start = at;
        while (at < source.length()
                && (source.charAt(at) == ' ' || source.charAt(at) == '\n' || source.charAt(at) == '#')) {
            if (source.charAt(at) == '#') {
                comment();
            } else if (source.charAt(at++) == '\n') {
                line++;
                start = at;
            }
        }
        if (at == source.length()) {
            return;
        }
        int depth = at - start;
        if (depth > indents.peek()) {
            if (indents.size() > ScriptParser.MAX_DEPTH) {
                throw ScriptParser.tooDeep(line);
            }
            indents.push(depth);
            add(Kind.INDENT, "");
        }
        while (depth < indents.peek()) {
            indents.pop();
            add(Kind.DEDENT, "");
        }
        if (depth != indents.peek()) {
            throw new ScriptRefusal(line, "has inconsistent indentation");
        }
    }

    private void comment() {
        if (source.startsWith("# type:", at)) {
            throw new ScriptRefusal(line, "has a type in a comment");
        }
        int end = source.indexOf('\n', at);
        at = end < 0 ? source.length() : end;
    }

    private void token(char c) {
        if (isLetter(c)) {
            name();
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (c == '"' || c == '\'') {
            string(c);
        } else {
            mark(c);
        }
    }

    private void name() {
        int end = at;
        while (end < source.length() && (isLetter(source.charAt(end)) || isDigit(source.charAt(end)))) {
            end++;
        }
        String text = source.substring(at, end);
        // libtorch reads "is not" and "not in" as one token each, even if more letters follow.
        String second = text.equals("is") ? " not" : text.equals("not") ? " in" : "";
        int after = end + second.length();
        boolean cut = !second.isEmpty() && source.startsWith(second, end) && after < source.length();
        if (cut && (isLetter(source.charAt(after)) || isDigit(source.charAt(after)))) {
            throw new ScriptRefusal(line, "has an ambiguous name after " + text);
        }
        add(Kind.NAME, text);
        at = end;
    }

    private void number() {
        Matcher number = NUMBER.matcher(source).region(at, source.length());
        if (!number.lookingAt()) {
            throw new ScriptRefusal(line, "has a number of an unknown form");
        }
        add(Kind.NUMBER, number.group());
        at = number.end();
        if (isLetter(peek(0)) || isDigit(peek(0)) || peek(0) == '.') {
            throw new ScriptRefusal(line, "has a number of an unknown form");
        }
    }

    private void string(char quote) {
        int marks = source.startsWith(String.valueOf(quote).repeat(3), at) ? 3 : 1;
        String closing = String.valueOf(quote).repeat(marks);
        int begun = line;
        int end = at + marks;
        while (end < source.length() && !source.startsWith(closing, end)) {
            if (source.charAt(end) < ' ' && source.charAt(end) != '\n') {
                throw new ScriptRefusal(line, "has a control character in a string");
            }
            if (source.charAt(end) == '\\') {
                end++;
                requirePlain(end);
            }
            if (end < source.length() && source.charAt(end) == '\n') {
                if (marks == 1) {
                    throw new ScriptRefusal(begun, "has an unterminated string");
                }
                line++;
            }
            end++;
        }
        if (end >= source.length()) {
            throw new ScriptRefusal(begun, "has an unterminated string");
        }
        tokens.add(new ScriptToken(Kind.STRING, source.substring(at + marks, end), begun));
        at = end + marks;
    }

    /** Rejects an escape for a control character other than newline and tab. */
    private void requirePlain(int escape) {
        char c = escape < source.length() ? source.charAt(escape) : ' ';
        if ("\\'\"nt\n".indexOf(c) < 0 && !isPrintable(escape)) {
            throw new ScriptRefusal(line, "has a control character in a string");
        }
    }

    /** Whether three octal digits, libtorch's escape for non-ASCII bytes, are not a control character. */
    private boolean isPrintable(int escape) {
        if (escape + 3 > source.length()
                || !source.substring(escape, escape + 3).matches("[0-3][0-7]{2}")) {
            return false;
        }
        int code = Integer.parseInt(source.substring(escape, escape + 3), 8);
        return code >= ' ' && code != 0x7f;
    }

    private void mark(char c) {
        String text = String.valueOf(c);
        for (int i = 0; i < LONG_MARKS.size() && text.length() == 1; i++) {
            text = source.startsWith(LONG_MARKS.get(i), at) ? LONG_MARKS.get(i) : text;
        }
        if (text.length() == 1 && SINGLE_MARKS.indexOf(c) < 0) {
            throw new ScriptRefusal(
                    line, String.format(Locale.ROOT, "has the byte 0x%02x outside of strings", (int) c));
        }
        if ("([{".contains(text)) {
            nesting++;
        } else if (")]}".contains(text) && --nesting < 0) {
            throw new ScriptRefusal(line, "closes a bracket that is not open");
        }
        add(Kind.MARK, text);
        at += text.length();
    }

    private char peek(int ahead) {
        return at + ahead < source.length() ? source.charAt(at + ahead) : ' ';
    }

    private void add(Kind kind, String text) {
        tokens.add(new ScriptToken(kind, text, line));
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
