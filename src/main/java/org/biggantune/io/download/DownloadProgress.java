package org.biggantune.io.download;

import java.util.OptionalLong;

/** Is informed how far a download is, by the thread that downloads. */
@FunctionalInterface
public interface DownloadProgress {
    /** Tells nobody. */
    DownloadProgress NONE = (done, total) -> {};

    /**
     * Some bytes are there.
     *
     * @param done how many; at the first call those that an earlier attempt left
     * @param total how many there will be, if known
     */
    void fetched(long done, OptionalLong total);
}
