/**
 * Counter-based random numbers: {@link org.biggantune.domain.random.RandomStream} gives the same numbers for a {@link
 * org.biggantune.domain.random.RandomKey} on every machine (Philox4x32).
 */
package org.biggantune.domain.random;
