/**
 * Processes that share work out: {@link org.biggantune.workers.WorkScheduler} starts workers and gives them tasks from a
 * {@link org.biggantune.workers.WorkQueue}, {@link org.biggantune.workers.WorkerChannel} is the line to them, {@link
 * org.biggantune.workers.StopSignal} listens for signals. Knows nothing of tuning.
 */
package org.biggantune.workers;
