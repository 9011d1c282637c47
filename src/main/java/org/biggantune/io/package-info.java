/**
 * Files as such: publishing an output in one step, digests, and the lock of an output folder.
 *
 * <p>Reading order: {@link org.biggantune.io.AtomicFile}, {@link org.biggantune.io.Sha256},
 * {@link org.biggantune.io.DirectoryLock}, {@link org.biggantune.io.MessageText}.
 */
package org.biggantune.io;
