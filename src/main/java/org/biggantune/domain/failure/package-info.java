/**
 * Failures that end a command: one exception per exit code, all of them {@link
 * org.biggantune.domain.failure.BigganTuneException}s.
 */
package org.biggantune.domain.failure;
