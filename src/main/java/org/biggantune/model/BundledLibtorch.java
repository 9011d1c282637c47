package org.biggantune.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The libtorch for the CPU that comes with the tool, as its jar describes it. */
final class BundledLibtorch {
    private static final String RESOURCE = "/native/lib/pytorch.properties";

    private BundledLibtorch() {}

    /** The bundled libtorch, unpacked into a cache or about to be. */
    static Libtorch in(NativeCache cache) {
        String version = properties().getProperty("version", LibtorchVersion.REQUIRED);
        return new Libtorch(
                cache.root().resolve(version + "-cpu-" + cache.platform()),
                LibtorchVersion.REQUIRED,
                "cpu",
                Libtorch.Source.BUNDLED);
    }

    /** Which of its files are missing where it has been unpacked; empty also where it has not been unpacked yet. */
    static List<String> missing(Path folder) {
        String names = properties().getProperty("libraries", "");
        if (!Files.isDirectory(folder) || names.isEmpty()) {
            return List.of();
        }
        return List.of(names.split(",")).stream()
                .filter(name -> folder.resolve(name).toFile().length() == 0)
                .toList();
    }

    /** Whether the tool brings one for the platform. */
    static boolean isFor(String platform) {
        return platform.equals(properties().getProperty("classifier"));
    }

    private static Properties properties() {
        Properties properties = new Properties();
        try (InputStream in = BundledLibtorch.class.getResourceAsStream(RESOURCE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            properties.clear();
        }
        return properties;
    }
}
