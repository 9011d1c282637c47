/**
 * {@code classify}: what a classifier sees in images ({@link org.biggantune.command.classify.ClassifyRun}).
 */
package org.biggantune.command.classify;
