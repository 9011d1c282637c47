/**
 * The command {@code scan}: finds collapsed, wrong and weak classes. {@link org.biggantune.command.scan.ScanRun} measures
 * each class, {@link org.biggantune.command.scan.ClassRanking} ranks them.
 */
package org.biggantune.command.scan;
