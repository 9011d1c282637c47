/**
 * Tunes a class embedding: {@link org.biggantune.tuning.ClassTuner} starts at a {@link
 * org.biggantune.tuning.StartingPoint}, minimises {@link org.biggantune.tuning.Objective} by a {@link
 * org.biggantune.tuning.StepRule} and chooses a candidate by {@link org.biggantune.tuning.SelectionRule}; {@link
 * org.biggantune.tuning.VerdictRule} decides whether it replaces the original. Uses metric, model and domain. The
 * method is described in docs/method.md.
 */
package org.biggantune.tuning;
