/**
 * The commands {@code improve}, {@code repurpose} and {@code diversify}. {@link
 * org.biggantune.command.tune.TuningOptions} holds their options, {@link org.biggantune.command.tune.ImproveRun} and {@link
 * org.biggantune.command.tune.RepurposeRun} are the two kinds of {@link org.biggantune.command.tune.TuningRun}, {@link
 * org.biggantune.command.tune.TuningPass} tunes the classes, in this process or, with {@link
 * org.biggantune.command.tune.WorkerTuning}, in workers, and {@link org.biggantune.command.tune.ClassTuning} tunes one class.
 */
package org.biggantune.command.tune;
