/**
 * Classes shared out among processes: {@link org.biggantune.batch.WorkQueue} says who does what next. Imports domain and
 * io.
 */
package org.biggantune.batch;
