package org.biggantune.archive.script;

/**
 * A token of TorchScript source.
 *
 * @param kind the kind of token
 * @param text the text in the source; for a string the text between the quotes
 * @param line the line, from 1
 */
record ScriptToken(Kind kind, String text, int line) {
    /** The kinds of token. */
    enum Kind {
        /** A name or keyword. */
        NAME,
        /** A number. */
        NUMBER,
        /** A string. */
        STRING,
        /** An operator, bracket or other mark. */
        MARK,
        /** The end of a line outside brackets. */
        NEWLINE,
        /** The next line is indented further. */
        INDENT,
        /** The next line is indented one level less. */
        DEDENT,
        /** The end of the source. */
        END
    }

    boolean is(String mark) {
        return (kind == Kind.MARK || kind == Kind.NAME) && text.equals(mark);
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }
}
