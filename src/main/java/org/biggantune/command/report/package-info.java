/**
 * {@code report}: a page for every run, one HTML file that needs nothing else. {@link
 * org.biggantune.command.report.RunReport} writes it, from what {@link org.biggantune.runfolder.RecordedRun} reads; the
 * templates, the style and the script are resources beside the classes.
 */
package org.biggantune.command.report;
