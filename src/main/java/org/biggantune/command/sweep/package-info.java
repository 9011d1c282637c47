/**
 * The option {@code --sweep}: {@link org.biggantune.command.sweep.CommandSweep} parses a tuning command once for each
 * combination of values, {@link org.biggantune.command.sweep.SweepRun} runs the combinations one after the other.
 */
package org.biggantune.command.sweep;
