/**
 * {@code inspect}, {@code check} and {@code verify}: what is in a file, whether it is whole, and in what two files
 * differ. Nothing in a file is executed.
 */
package org.biggantune.command.inspect;
