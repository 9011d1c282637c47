package org.biggantune.archive.script;

import java.util.List;
import org.biggantune.archive.script.ScriptToken.Kind;
import org.biggantune.io.MessageText;

/** Tokens with a place to read on from. */
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

    /** The current token, which is passed. */
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

    /** Passes the current token if it is that one. */
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

    /** {@code :}, the end of the line and a line further right. */
    void beginBlock() {
        expect(":");
        expect(Kind.NEWLINE);
        expect(Kind.INDENT);
    }

    ScriptRefusal unexpected() {
        String found = current().text();
        return new ScriptRefusal(
                line(), "has " + (found.isEmpty() ? "an end" : MessageText.quoted(found)) + " where none is expected");
    }
}
