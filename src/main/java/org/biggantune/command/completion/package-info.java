/**
 * {@code completion}: scripts that complete the tool's command line in bash, zsh and fish, and manual pages, all made from
 * what the commands say of themselves.
 */
package org.biggantune.command.completion;
