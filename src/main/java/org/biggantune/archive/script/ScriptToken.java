package org.biggantune.archive.script;

/**
 * A piece of TorchScript source.
 *
 * @param kind what it is
 * @param text as it stands in the source; of a string what is between the quotes
 * @param line counted from 1
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
        /** The end of a line that is not within brackets. */
        NEWLINE,
        /** The next line stands further right. */
        INDENT,
        /** The next line stands further left, by one level. */
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
