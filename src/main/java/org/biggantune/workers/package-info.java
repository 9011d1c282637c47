/**
 * Worker processes: {@link org.biggantune.workers.WorkScheduler} starts workers and gives them tasks from a {@link
 * org.biggantune.workers.WorkQueue}, {@link org.biggantune.workers.WorkerChannel} is the worker's end of the connection,
 * {@link org.biggantune.workers.StopSignal} listens for signals. Does not depend on tuning.
 */
package org.biggantune.workers;
