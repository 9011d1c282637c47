package org.biggantune.io.download;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * What a server sends of a file. The receiver closes it.
 *
 * @param stream the bytes from the offset on
 * @param offset where in the file they begin
 * @param total the file's size, if the server says it
 * @param validator what tells this content from another of the same address (an ETag or a date); empty where nothing does
 */
record RemoteContent(InputStream stream, long offset, OptionalLong total, String validator) implements Closeable {
    @Override
    public void close() throws IOException {
        stream.close();
    }
}
