package org.biggantune.libtorch;

/**
 * Stands in for {@link System#load} while DJL fetches libraries that are not meant for this process, under the name that
 * DJL's property {@code ai.djl.pytorch.native_helper} gives. Public because DJL calls it by reflection.
 */
public final class DownloadOnly {
    private DownloadOnly() {}

    /**
     * Loads nothing.
     *
     * @param library the file that DJL would load
     */
    public static void load(String library) {
        // The file is in its place; that is all that was asked for.
    }
}
