/**
 * Classes shared out among processes: {@link org.biggantune.batch.WorkQueue} says who does what next, {@link
 * org.biggantune.batch.TrailingLines} finds one class's lines in a file that holds those of many. Imports domain and io.
 */
package org.biggantune.batch;
