package org.biggantune.libtorch;

/**
 * Replaces {@link System#load} while DJL prepares libraries that this process must not load; selected by DJL's property
 * {@code ai.djl.pytorch.native_helper}. Public because DJL calls it by reflection.
 */
public final class DownloadOnly {
    private DownloadOnly() {}

    /**
     * Loads nothing.
     *
     * @param library the file that DJL would load
     */
    public static void load(String library) {
        // The file is in place, which is all that is needed.
    }
}
