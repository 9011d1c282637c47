/** Element types of tensors and their binary encoding. */
package org.biggantune.archive.scalar;
