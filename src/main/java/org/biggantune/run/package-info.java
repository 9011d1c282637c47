/**
 * One class a command: opens what a request names, calls the parts in order, publishes results and closes. {@link
 * org.biggantune.run.ImproveRun} is the longest; {@link org.biggantune.run.Home} and {@link
 * org.biggantune.run.ModelCatalog} find shipped files. Imports everything below it; libtorch is loaded only by runs that
 * need it.
 */
package org.biggantune.run;
