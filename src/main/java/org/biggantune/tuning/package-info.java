/**
 * Tuning one class embedding: {@link org.biggantune.tuning.ClassTuner} walks from an {@link
 * org.biggantune.tuning.StartingPoint} by {@link org.biggantune.tuning.Adam} along the gradients of {@link
 * org.biggantune.tuning.Objective} and chooses by {@link org.biggantune.tuning.SelectionRule}; {@link
 * org.biggantune.tuning.VerdictRule} decides whether what was chosen takes the original's place. Imports metric, model and
 * domain. The method is described in docs/method.md.
 */
package org.biggantune.tuning;
