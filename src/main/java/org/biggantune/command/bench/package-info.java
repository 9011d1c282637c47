/**
 * {@code bench}: what a tuning step costs here ({@link org.biggantune.command.bench.BenchRun}), each variant in a
 * process of its own. {@code importer.random}, {@code importer.ProductProgram}, {@code model.MachineProbe} and {@code
 * report.BarChart} serve it alone.
 */
package org.biggantune.command.bench;
