/**
 * The command {@code completion}: generates completion scripts for bash, zsh and fish and manual pages from the definitions
 * of the commands.
 */
package org.biggantune.command.completion;
