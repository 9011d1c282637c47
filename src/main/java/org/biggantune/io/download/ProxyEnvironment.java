package org.biggantune.io.download;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.biggantune.domain.failure.SettingsConflictException;
import org.jspecify.annotations.Nullable;

/**
 * The proxy settings of an environment, as in curl and pip: {@code https_proxy}, {@code http_proxy}, {@code all_proxy}
 * and {@code no_proxy}, in lower or upper case. Java's own properties, such as {@code https.proxyHost}, take
 * precedence.
 *
 * @param environment the environment variables
 */
record ProxyEnvironment(Map<String, String> environment) {
    private static final int DEFAULT_PORT = 1080;
    private static final String TUNNELLING = "jdk.http.auth.tunneling.disabledSchemes";

    /** Copies the variables. */
    public ProxyEnvironment {
        environment = Map.copyOf(environment);
    }

    /**
     * A proxy with its credentials.
     *
     * @param proxy the proxy
     * @param user the {@code NAME:PASSWORD} in its URL; empty if there is none
     */
    record Chosen(Proxy proxy, String user) {
        /** Returns an authenticator that sends the credentials to the proxy. */
        Authenticator authenticator() {
            // By default Java does not send basic credentials to a proxy for https; here the user requests it.
            if (System.getProperty(TUNNELLING) == null) {
                System.setProperty(TUNNELLING, "");
            }
            int colon = user.indexOf(':');
            String name = colon < 0 ? user : user.substring(0, colon);
            String password = colon < 0 ? "" : user.substring(colon + 1);
            return new Authenticator() {
                @Override
                protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                    return getRequestorType() == RequestorType.PROXY
                            ? new PasswordAuthentication(name, password.toCharArray())
                            : null;
                }
            };
        }
    }

    /**
     * Returns the proxy for a URL; empty if none is set, or if Java's own properties set one.
     *
     * @throws SettingsConflictException if the variable does not contain a URL
     */
    Optional<Chosen> proxy(URI target) {
        String scheme = String.valueOf(target.getScheme());
        if (Stream.of(scheme + ".proxyHost", "socksProxyHost").anyMatch(name -> System.getProperty(name) != null)
                || excluded(String.valueOf(target.getHost()))) {
            return Optional.empty();
        }
        return value(scheme + "_proxy").or(() -> value("all_proxy")).map(ProxyEnvironment::parse);
    }

    private Optional<String> value(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst();
    }

    private boolean excluded(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return value("no_proxy").stream()
                .flatMap(list -> Stream.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> entry.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", ""))
                .anyMatch(entry -> entry.equals("*") || lower.equals(entry) || lower.endsWith("." + entry));
    }

    private static Chosen parse(String text) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            if (uri.getHost() != null) {
                boolean socks = uri.getScheme().startsWith("socks");
                int port = uri.getPort() >= 0 ? uri.getPort() : socks || !text.contains("://") ? DEFAULT_PORT : 80;
                Proxy.Type type = socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
                return new Chosen(
                        new Proxy(type, new InetSocketAddress(uri.getHost(), port)),
                        uri.getUserInfo() == null ? "" : uri.getUserInfo());
            }
        } catch (IllegalArgumentException e) {
            // Rejected below, without the text because it may contain a password.
        }
        throw new SettingsConflictException(
                "the proxy in the environment is not a URL; expected for example https_proxy=http://HOST:3128");
    }
}
