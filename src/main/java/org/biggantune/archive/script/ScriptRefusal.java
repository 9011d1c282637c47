package org.biggantune.archive.script;

/** The reason why a program's code is rejected, with its line. */
final class ScriptRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    ScriptRefusal(int line, String what) {
        super(what, null, false, false);
        this.line = line;
    }

    /** Returns the line, from 1. */
    public int line() {
        return line;
    }
}
