/**
 * What ends a command: one exception for each exit code that a user can do something about, all of them {@link
 * org.biggantune.domain.failure.BigganTuneException}s.
 */
package org.biggantune.domain.failure;
