/**
 * How to tune and to measure: records that check their ranges. The defaults are in {@code configs/default.yaml}.
 */
package org.biggantune.domain.settings;
