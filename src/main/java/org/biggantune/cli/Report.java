package org.biggantune.cli;

import org.biggantune.report.Page;

/** What a command found, in the two forms in which it is printed. */
public interface Report {
    /** For people: lines, each ended by a line feed. */
    String text(Page page);

    /** For programs: one JSON value, ended by a line feed. */
    String json();
}
