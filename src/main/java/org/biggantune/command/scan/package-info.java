/**
 * {@code scan}: which classes of a generator are collapsed, wrong or weak. {@link org.biggantune.command.scan.ScanRun} looks
 * at each class once, {@link org.biggantune.command.scan.ClassRanking} puts them in order.
 */
package org.biggantune.command.scan;
