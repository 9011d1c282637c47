package org.biggantune.libtorch;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The CPU libtorch bundled with the tool, as described by its jar. */
final class BundledLibtorch {
    private static final String RESOURCE = "/native/lib/pytorch.properties";

    private BundledLibtorch() {}

    /** Returns the bundled libtorch at its place in a cache, whether unpacked yet or not. */
    static Libtorch in(NativeCache cache) {
        String version = properties().getProperty("version", LibtorchVersion.REQUIRED);
        return new Libtorch(
                cache.root().resolve(version + "-cpu-" + cache.platform()),
                LibtorchVersion.REQUIRED,
                "cpu",
                Libtorch.Source.BUNDLED);
    }

    /** Returns its libraries and the JNI library at their place in a cache, for the platform of this build. */
    static NativeLibraries libraries(NativeCache cache, NativeTrust trust) {
        Properties properties = properties();
        String platform = properties.getProperty("classifier", cache.platform());
        Map<String, String> resources = new HashMap<>();
        for (String name : properties.getProperty("libraries", "").split(",")) {
            resources.put(name, "/pytorch/cpu/" + platform + "/" + name);
        }
        resources.putAll(LibtorchLoader.bridgeResource(platform, Libtorch.CPU));
        return new NativeLibraries(in(cache).folder(), resources, true, trust);
    }

    /** Whether the bundled libtorch is for the platform. */
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
