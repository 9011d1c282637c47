/**
 * Many processes on one run: {@link org.biggantune.command.cluster.StatusCommand} shows how far runs are, {@link
 * org.biggantune.command.cluster.MergeCommand} joins what is finished; and many runs: {@link
 * org.biggantune.command.cluster.BatchCommand}.
 */
package org.biggantune.command.cluster;
