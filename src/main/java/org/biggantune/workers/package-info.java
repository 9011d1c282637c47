/**
 * Processes that share work out: {@link org.biggantune.workers.Foreman} starts workers and gives them tasks from a
 * {@link org.biggantune.workers.WorkQueue}, {@link org.biggantune.workers.WorkerLink} is the line to them, {@link
 * org.biggantune.workers.StopSignal} listens for signals. Knows nothing of tuning.
 */
package org.biggantune.workers;
