/**
 * Commands for many processes and many runs: {@link org.biggantune.command.cluster.StatusCommand} shows the progress of
 * runs, {@link org.biggantune.command.cluster.MergeCommand} combines finished classes, {@link
 * org.biggantune.command.cluster.BatchCommand} runs a list of commands.
 */
package org.biggantune.command.cluster;
