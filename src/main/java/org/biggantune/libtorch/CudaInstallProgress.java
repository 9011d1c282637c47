package org.biggantune.libtorch;

/** Is informed how far a download of CUDA libraries is. */
@FunctionalInterface
public interface CudaInstallProgress {
    /**
     * Some files are there. Called now and then by the thread that installs.
     *
     * @param files how many are complete
     * @param total how many there will be
     * @param bytes what they hold, unpacked, and what is there of the one under way
     */
    void fetched(int files, int total, long bytes);
}
