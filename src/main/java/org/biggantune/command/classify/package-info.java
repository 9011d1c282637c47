/**
 * The command {@code classify}: {@link org.biggantune.command.classify.ClassifyRun} labels images with a classifier.
 */
package org.biggantune.command.classify;
