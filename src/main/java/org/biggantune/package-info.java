/**
 * The tool as a whole: {@link org.biggantune.Main} starts it, {@link org.biggantune.BigganTuneCommand} lists its
 * commands, {@link org.biggantune.CommandLineTool} runs a command line, also in tests. Each command has its own package
 * below {@code command}.
 */
package org.biggantune;
