package org.biggantune.archive;

/**
 * The elements that one or several tensors share, as they stand in the file.
 *
 * @param file the open file
 * @param key the storage's name in the file
 * @param type element type
 * @param elementCount number of elements, checked against the file
 * @param position first byte in the file
 * @param entry the zip entry it is, null where the format has no entries
 * @param check verifies the stored checksum, the first time only; does nothing where the format has none
 */
record TensorStorage(
        InputFile file,
        String key,
        ScalarType type,
        long elementCount,
        long position,
        ZipRecord entry,
        Runnable check) {}
