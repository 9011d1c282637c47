package org.biggantune.archive;

/** Finds a storage in a file; the same storage for the same key. */
@FunctionalInterface
interface StorageLocator {
    /** The storage, checked to lie within the file with exactly the size the reference says. */
    TensorStorage locate(StorageId id);
}
