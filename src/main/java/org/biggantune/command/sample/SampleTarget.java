package org.biggantune.command.sample;

import java.util.List;

/** Receives samples and writes them as pictures. */
interface SampleTarget extends AutoCloseable {
    /**
     * Adds the next images, row by row; the images of one call belong to the same row.
     *
     * @param images row-major [n, 3, r, r] in [−1, 1]
     */
    void add(float[] images);

    /**
     * Writes the files for all images together, after the last image.
     *
     * @return the files; the images of a folder are one entry
     */
    List<SampleReport.Written> finish();

    @Override
    default void close() {}
}
