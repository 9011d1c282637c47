/**
 * The command {@code evaluate}: compares samples with real images
 * ({@link org.biggantune.command.evaluate.EvaluateRun}). The measures themselves are in {@code metric}.
 */
package org.biggantune.command.evaluate;
