package org.biggantune.tuning;

import org.biggantune.metric.Measure;

/**
 * A measure that was to rise and did.
 *
 * @param measure the measure
 * @param before its value for the original row
 * @param after its value for the other
 */
public record Gain(Measure measure, double before, double after) {}
