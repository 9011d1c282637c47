package org.biggantune.cli;

import org.biggantune.report.Page;

/** The result of a command, printable as text or JSON. */
public interface Report {
    /** Returns text for people, with a line feed after every line. */
    String text(Page page);

    /** Returns one JSON value, followed by a line feed. */
    String json();
}
