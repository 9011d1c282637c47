package org.biggantune.archive.script;

import java.util.List;
import org.biggantune.archive.script.ScriptToken.Kind;
import org.biggantune.io.MessageText;

/** A sequence of tokens with a read position. */
final class ScriptTokens {
    private final List<ScriptToken> tokens;
    private int position;

    ScriptTokens(List<ScriptToken> tokens) {
        this.tokens = tokens;
    }

    ScriptToken current() {
        return tokens.get(position);
    }

    int line() {
        return current().line();
    }

    /** Returns the current token and moves to the next. */
    ScriptToken next() {
        ScriptToken token = current();
        if (token.is(Kind.END)) {
            throw unexpected();
        }
        position++;
        return token;
    }

    boolean at(Kind kind) {
        return current().is(kind);
    }

    boolean at(String text) {
        return current().is(text);
    }

    /** Skips the current token if it matches. */
    boolean skip(String text) {
        boolean found = at(text);
        position += found ? 1 : 0;
        return found;
    }

    boolean skip(Kind kind) {
        boolean found = at(kind) && kind != Kind.END;
        position += found ? 1 : 0;
        return found;
    }

    ScriptToken expect(Kind kind) {
        if (!at(kind)) {
            throw unexpected();
        }
        return kind == Kind.END ? current() : next();
    }

    void expect(String text) {
        if (!skip(text)) {
            throw unexpected();
        }
    }

    /** Expects {@code :}, the end of the line and an indented line. */
    void beginBlock() {
        expect(":");
        expect(Kind.NEWLINE);
        expect(Kind.INDENT);
    }

    ScriptRefusal unexpected() {
        String found = current().text();
        return new ScriptRefusal(line(), "has an unexpected " + (found.isEmpty() ? "end" : MessageText.quoted(found)));
    }
}
