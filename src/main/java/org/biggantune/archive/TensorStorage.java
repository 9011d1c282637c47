package org.biggantune.archive;

/**
 * The elements that one or several tensors share.
 *
 * @param source where the elements are read
 * @param key the storage's name there
 * @param type element type
 * @param elementCount number of elements, checked against the source
 * @param position first byte in the source
 * @param entry the zip entry it is, null where the format has no entries
 * @param check verifies the stored checksum, the first time only; does nothing where the format has none
 */
record TensorStorage(
        ElementSource source,
        String key,
        ScalarType type,
        long elementCount,
        long position,
        ZipRecord entry,
        Runnable check) {}
