package org.biggantune.support.https;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.UnknownHostException;

/**
 * Sends what a program asks of https hosts to a server of the test instead, in a process started with {@code
 * -Djava.protocol.handler.pkgs=org.biggantune.support}; without a server no host is known.
 */
public final class Handler extends URLStreamHandler {
    /** The property that names the server, such as {@code http://127.0.0.1:4711}. */
    public static final String SERVER = "biggantune.test.server";

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        String server = System.getProperty(SERVER);
        if (server == null) {
            throw new UnknownHostException(url.getHost());
        }
        return URI.create(server + "/" + url.getHost() + url.getPath()).toURL().openConnection();
    }
}
