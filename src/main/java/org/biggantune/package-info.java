/**
 * The tool as a whole: {@link org.biggantune.Main} starts it, {@link org.biggantune.BigganTuneCommand} lists its
 * commands, {@link org.biggantune.CommandLineTool} runs a command line, in tests too. What a command does is in its
 * room below {@code command}.
 */
package org.biggantune;
