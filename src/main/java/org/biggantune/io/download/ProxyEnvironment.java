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
 * The proxy that an environment asks for, as curl and pip read it: {@code https_proxy}, {@code http_proxy}, {@code
 * all_proxy} and {@code no_proxy}, in small letters or capitals. Java's own properties, such as {@code https.proxyHost},
 * count before them.
 *
 * @param environment the process's variables
 */
record ProxyEnvironment(Map<String, String> environment) {
    private static final int DEFAULT_PORT = 1080;
    private static final String TUNNELLING = "jdk.http.auth.tunneling.disabledSchemes";

    /** Copies the variables. */
    public ProxyEnvironment {
        environment = Map.copyOf(environment);
    }

    /**
     * A proxy, and who asks it.
     *
     * @param proxy where it is
     * @param user the name and password that its address holds, {@code NAME:PASSWORD}; empty without
     */
    record Chosen(Proxy proxy, String user) {
        /** Answers the proxy's question for a password. */
        Authenticator authenticator() {
            // By default Java sends no plain password to a proxy that it tunnels through. The user asks for it here.
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
     * The proxy for an address; empty where none is asked for, or where Java's own properties name one.
     *
     * @throws SettingsConflictException if the variable holds no address
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
            // Refused below, without the text: it may hold a password.
        }
        throw new SettingsConflictException(
                "the environment's proxy is no address, expected such as https_proxy=http://HOST:3128");
    }
}
