package org.biggantune.io.download;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The content of a file sent by a server. The receiver closes it.
 *
 * @param stream the bytes from the offset
 * @param offset their offset in the file
 * @param total the file's size, if the server gives it
 * @param validator the ETag or date that identifies this version of the content; empty if there is none
 */
record RemoteContent(InputStream stream, long offset, OptionalLong total, String validator) implements Closeable {
    @Override
    public void close() throws IOException {
        stream.close();
    }
}
