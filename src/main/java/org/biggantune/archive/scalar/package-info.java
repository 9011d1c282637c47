/**
 * Types of tensors' elements and their bytes.
 */
package org.biggantune.archive.scalar;
