package org.biggantune.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The running tool, for provenance and {@code --version}. Unknown facts are given as "unknown".
 *
 * @param version the tool's version
 * @param commit the commit that it was built from
 * @param java the Java runtime
 * @param platform operating system and processor
 */
public record ToolInfo(String version, String commit, String java, String platform) {
    private static final String UNKNOWN = "unknown";

    /** Returns the facts of this process. */
    public static ToolInfo ofProcess() {
        Optional<Attributes> manifest = manifest();
        return new ToolInfo(
                manifest.map(m -> m.getValue("Implementation-Version")).orElse(UNKNOWN),
                manifest.map(m -> m.getValue("Implementation-Commit")).orElse(UNKNOWN),
                "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    private static Optional<Attributes> manifest() {
        try {
            for (URL url : Collections.list(ToolInfo.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
                try (InputStream in = url.openStream()) {
                    Attributes main = new Manifest(in).getMainAttributes();
                    if ("biggan-tune".equals(main.getValue("Implementation-Title"))) {
                        return Optional.of(main);
                    }
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
