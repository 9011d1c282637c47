/**
 * Open files ({@link org.biggantune.archive.zip.InputFile}), their kind, and a zip reader that does not trust a file's
 * own claims.
 */
package org.biggantune.archive.zip;
