/**
 * The commands {@code inspect}, {@code check} and {@code verify}: show the content of a file, find damage, and compare two
 * files. Nothing in a file is executed.
 */
package org.biggantune.command.inspect;
