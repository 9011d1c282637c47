/**
 * {@code evaluate}: samples beside real images ({@link org.biggantune.command.evaluate.EvaluateRun}); the measures
 * themselves are in {@code metric}.
 */
package org.biggantune.command.evaluate;
