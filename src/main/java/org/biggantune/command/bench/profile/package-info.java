/**
 * The profile of a step: the operators that libtorch recorded ({@link org.biggantune.command.bench.profile.OperatorTrace}),
 * the multiply-adds derived from their shapes ({@link org.biggantune.command.bench.profile.FlopCounter}), and both combined
 * ({@link org.biggantune.command.bench.profile.StepProfile}). Needs no native library.
 */
package org.biggantune.command.bench.profile;
