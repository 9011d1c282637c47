/**
 * Settings of tuning and measuring: records that check their ranges. The defaults are in {@code configs/default.yaml}.
 */
package org.biggantune.domain.settings;
