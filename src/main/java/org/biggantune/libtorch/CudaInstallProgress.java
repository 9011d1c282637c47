package org.biggantune.libtorch;

/** Receives the progress of a download of CUDA libraries. */
@FunctionalInterface
public interface CudaInstallProgress {
    /**
     * Called repeatedly on the installing thread.
     *
     * @param files the number of complete files
     * @param total the total number of files
     * @param bytes the unpacked size of the complete files plus the bytes received of the current one
     */
    void fetched(int files, int total, long bytes);
}
