/**
 * Many processes on one run: {@link org.biggantune.command.cluster.StatusCommand} shows how far runs are, {@link
 * org.biggantune.command.cluster.MergeCommand} joins what is finished.
 */
package org.biggantune.command.cluster;
