package org.biggantune.tuning;

import org.biggantune.metric.Measure;

/**
 * A measure that rose as required.
 *
 * @param measure the measure
 * @param before its value for the original embedding
 * @param after its value for the candidate
 */
public record Gain(Measure measure, double before, double after) {}
