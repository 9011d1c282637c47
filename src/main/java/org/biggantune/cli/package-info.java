/**
 * The command line: {@link org.biggantune.cli.CommandLineTool} runs it, one class a command, option families as mixins,
 * {@link org.biggantune.cli.ExitCode} for scripts. A command checks its options and hands a request to a class of {@code
 * run}. Results go to standard output, progress and errors to standard error. Imports run and domain.
 */
package org.biggantune.cli;
