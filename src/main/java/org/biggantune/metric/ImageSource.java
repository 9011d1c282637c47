package org.biggantune.metric;

/** Images that are fetched a few at a time, so that they need not fit the memory together. */
public interface ImageSource {
    /** The count of images, at least 2. */
    int count();

    /**
     * Some successive images.
     *
     * @param from first image
     * @param to the image after the last
     * @return row-major [to − from, 3, r, r] in [−1, 1], r the generator's resolution
     */
    float[] images(int from, int to);
}
