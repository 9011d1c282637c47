package org.biggantune.metric;

/** Images read a few at a time, so that they never need to fit into memory together. */
public interface ImageSource {
    /** Returns the number of images, at least 2. */
    int count();

    /**
     * Returns a range of images.
     *
     * @param from the first image
     * @param to one past the last image
     * @return those that can be read, in order: row-major [at most to − from, 3, r, r] in [−1, 1], r the generator's resolution
     */
    float[] images(int from, int to);
}
