package org.biggantune.io.download;

import java.util.OptionalLong;

/** Receives the progress of a download, on the downloading thread. */
@FunctionalInterface
public interface DownloadProgress {
    /** Ignores progress. */
    DownloadProgress NONE = (done, total) -> {};

    /**
     * Called after bytes were received.
     *
     * @param done the bytes received so far, including those of earlier attempts
     * @param total the total number of bytes, if known
     */
    void fetched(long done, OptionalLong total);
}
