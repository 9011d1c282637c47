/**
 * Arrays of NumPy and IDX files.
 */
package org.biggantune.archive.array;
