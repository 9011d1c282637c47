/**
 * Basic file operations: atomic writes, digests, the lock of an output folder, and temporary files.
 *
 * <p>Reading order: {@link org.biggantune.io.AtomicFile}, {@link org.biggantune.io.Sha256}, {@link
 * org.biggantune.io.DirectoryLock}, {@link org.biggantune.io.MessageText}.
 */
package org.biggantune.io;
