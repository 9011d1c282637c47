package org.biggantune.archive;

/** Locates storages in a file; returns the same storage for the same key. */
@FunctionalInterface
interface StorageLocator {
    /** Returns the storage, checked to be within the file and of exactly the referenced size. */
    TensorStorage locate(StorageId id);
}
