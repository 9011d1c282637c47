/**
 * A run's output: events as JSON lines, and results as tables.
 *
 * <p>Reading order: {@link org.biggantune.report.JsonLines}, {@link org.biggantune.report.ResultTable}, {@link
 * org.biggantune.report.CsvTable}.
 *
 * <p>No parameter or result is ever null.
 */
package org.biggantune.report;
