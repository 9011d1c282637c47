/**
 * Files as bytes: an open file ({@link org.biggantune.archive.zip.InputFile}) and what kind it is, and zip files read
 * without trust in what they say of themselves.
 */
package org.biggantune.archive.zip;
