package org.biggantune.libtorch;

/** Is told how far a download of CUDA libraries is. */
@FunctionalInterface
public interface CudaInstallProgress {
    /**
     * Some files are there. Called now and then, from a thread of its own.
     *
     * @param files how many, the one under way included
     * @param total how many there will be; 0 where unknown
     * @param bytes what they hold, unpacked
     */
    void fetched(int files, int total, long bytes);
}
