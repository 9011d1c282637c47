/**
 * What all commands share: settings in layers ({@link org.biggantune.cli.ConfiguredDefaults}), options that several
 * commands have as mixins, progress on the terminal, printing of results, exit codes ({@link
 * org.biggantune.cli.ExitCode}). Knows no command.
 */
package org.biggantune.cli;
