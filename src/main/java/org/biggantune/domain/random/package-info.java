/**
 * Numbers drawn by address: {@link org.biggantune.domain.random.LatentStream} gives the same ones for a {@link
 * org.biggantune.domain.random.LatentKey} on every machine (Philox4x32).
 */
package org.biggantune.domain.random;
