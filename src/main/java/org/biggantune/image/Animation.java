package org.biggantune.image;

import java.awt.image.BufferedImage;

/** An endlessly looping animation, encoded in memory frame by frame. */
public interface Animation extends AutoCloseable {
    /**
     * Adds a frame.
     *
     * @param frame an RGB image of the first frame's size, at most 65,535 pixels wide and high
     * @param milliseconds its duration, a multiple of 10 up to 65,530
     */
    void add(BufferedImage frame, int milliseconds);

    /**
     * Finishes the animation and returns the bytes of the file. At least one frame must have been added; no more can be
     * added afterwards.
     */
    byte[] finish();

    @Override
    default void close() {}
}
