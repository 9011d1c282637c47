/**
 * The command {@code report}: a self-contained HTML page for every run. {@link org.biggantune.command.report.RunReport} writes
 * it from a {@link org.biggantune.runfolder.RecordedRun}. The templates, the style and the script are resources in this
 * package.
 */
package org.biggantune.command.report;
