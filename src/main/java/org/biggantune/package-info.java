/**
 * Starts the tool: {@code Main} builds the command line, runs it and ends the process with its exit code.
 *
 * <p>May import {@code cli} only.
 */
package org.biggantune;
