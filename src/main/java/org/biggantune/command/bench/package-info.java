/**
 * The command {@code bench}: {@link org.biggantune.command.bench.BenchRun} measures tuning steps of several variants. {@code
 * importer.random}, {@code importer.ProductProgram}, {@code model.MachineProbe} and {@code report.BarChart} are used by this
 * command only.
 */
package org.biggantune.command.bench;
