package org.biggantune.archive.script;

/** Why a program's code is refused. */
final class ScriptRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    ScriptRefusal(int line, String what) {
        super(what, null, false, false);
        this.line = line;
    }

    /** The line, counted from 1. */
    public int line() {
        return line;
    }
}
