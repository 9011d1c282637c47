package org.biggantune.command.sample;

import java.util.List;

/** Where pictures of samples go. */
interface SampleTarget extends AutoCloseable {
    /**
     * Takes the next images, those of a row after the other; a call has images of one row only.
     *
     * @param images row-major [n, 3, r, r] in [−1, 1]
     */
    void add(float[] images);

    /**
     * Writes what is to be written of all images together; all must have come.
     *
     * @return each file, or one entry for a folder's images
     */
    List<SampleReport.Written> finish();

    @Override
    default void close() {}
}
