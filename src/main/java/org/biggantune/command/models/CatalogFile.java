package org.biggantune.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.YamlFile;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.importer.ImportKind;
import org.biggantune.io.download.ExpectedDigest;
import org.biggantune.io.download.RemoteFile;
import org.biggantune.model.zoo.ZooAddress;

/**
 * Reads the catalogues of models that can be installed: {@code configs/models.yaml}, which explains the keys, and the user's
 * own {@code models.yaml}, with entries that override those of the same name. Errors are reported with the line.
 */
final class CatalogFile {
    /** The options of {@code import} that an entry may set. */
    static final List<String> IMPORT_OPTIONS = List.of(
            "arch",
            "bn-eps",
            "class-names",
            "conditioning",
            "embedding-parameter",
            "input-size",
            "labels",
            "latent-size",
            "mean",
            "resolution",
            "sn-eps",
            "std",
            "transform-input",
            "truncation");

    private static final String KIND = "kind";
    private static final String ABOUT = "about";
    private static final String URL = "url";
    private static final String FILE = "file";
    private static final String BYTES = "bytes";
    private static final String ROUGH_BYTES = "about-bytes";
    private static final String SHA256 = "sha256";
    private static final String SHA1 = "sha1";
    private static final String PAGE = "page";
    private static final String HOW = "how";
    private static final String LICENCE = "licence";
    private static final String IMPORT = "import";
    private static final List<String> KEYS =
            List.of(KIND, ABOUT, URL, FILE, BYTES, ROUGH_BYTES, SHA256, SHA1, PAGE, HOW, LICENCE, IMPORT);

    private final Path file;

    private CatalogFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the entries of the shipped catalogue and the user's, by name.
     *
     * @throws BigganTuneException if a catalogue is invalid
     */
    static Map<String, CatalogEntry> all(InstallDir home) {
        Map<String, CatalogEntry> entries = new LinkedHashMap<>();
        if (Files.exists(home.catalog())) {
            entries.putAll(new CatalogFile(home.catalog()).entries());
        }
        home.user().catalog().filter(Files::exists).ifPresent(own -> entries.putAll(new CatalogFile(own).entries()));
        return entries;
    }

    private Map<String, CatalogEntry> entries() {
        Map<String, CatalogEntry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : YamlFile.read(file).properties()) {
            String name = entry.getKey();
            if (!ModelName.isValid(name)) {
                throw wrong(name, "is not a valid model name; " + ModelName.RULE);
            }
            if (!entry.getValue().isObject()) {
                throw wrong(name, "needs the keys of an entry, such as 'kind: generator'");
            }
            entries.put(name, entry(name, entry.getValue()));
        }
        return entries;
    }

    private CatalogEntry entry(String name, JsonNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!KEYS.contains(field.getKey())) {
                throw YamlFile.unknown(file, name + ".", field.getKey(), KEYS);
            }
        }
        Optional<String> url = text(name, node, URL);
        Optional<String> page = text(name, node, PAGE);
        url.ifPresent(address -> requireAddress(name, address));
        if (url.isEmpty() && page.isEmpty()) {
            throw wrong(name, "needs a 'url' to download its file from, or a 'page' that explains how to get it");
        }
        if (node.has(BYTES) && node.has(ROUGH_BYTES)) {
            throw wrong(name + "." + ROUGH_BYTES, "gives the size a second time");
        }
        if (node.has(SHA256) && node.has(SHA1)) {
            throw wrong(name + "." + SHA1, "is a second digest; give only one");
        }
        Optional<ExpectedDigest> digest =
                digest(name, node, SHA256, "SHA-256").or(() -> digest(name, node, SHA1, "SHA-1"));
        return new CatalogEntry(
                name,
                kind(name, node),
                text(name, node, ABOUT).orElse(""),
                url,
                text(name, node, FILE),
                bytes(name, node),
                node.has(BYTES),
                digest,
                page,
                text(name, node, HOW),
                text(name, node, LICENCE).orElse("not stated"),
                options(name, node));
    }

    private ImportKind kind(String name, JsonNode node) {
        String kind = text(name, node, KIND)
                .orElseThrow(() -> wrong(name, "needs a 'kind': generator, classifier or detector"))
                .toUpperCase(Locale.ROOT);
        for (ImportKind known : ImportKind.values()) {
            if (known.name().equals(kind)) {
                return known;
            }
        }
        throw wrong(name + "." + KIND, "is neither generator, classifier nor detector");
    }

    private void requireAddress(String name, String address) {
        try {
            if (address.startsWith(ZooAddress.SCHEME)) {
                ZooAddress.parse(address);
            } else {
                RemoteFile.of(URI.create(address));
            }
        } catch (BigganTuneException | IllegalArgumentException e) {
            throw new SettingsConflictException(
                    YamlFile.at(file, name + "." + URL) + ": '" + name + "." + URL + "' is not a valid address: "
                            + e.getMessage(),
                    e);
        }
    }

    private OptionalLong bytes(String name, JsonNode node) {
        String key = node.has(BYTES) ? BYTES : ROUGH_BYTES;
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return OptionalLong.empty();
        }
        if (!value.canConvertToLong() || value.asLong() <= 0) {
            throw wrong(name + "." + key, "is not a number of bytes");
        }
        return OptionalLong.of(value.asLong());
    }

    private Optional<ExpectedDigest> digest(String name, JsonNode node, String key, String algorithm) {
        return text(name, node, key).map(hex -> {
            try {
                return new ExpectedDigest(algorithm, hex);
            } catch (IllegalArgumentException e) {
                throw new SettingsConflictException(
                        YamlFile.at(file, name + "." + key) + ": '" + name + "." + key + "': " + e.getMessage()
                                + " (quote it if all digits are decimal)",
                        e);
            }
        });
    }

    private Map<String, String> options(String name, JsonNode node) {
        Map<String, String> options = new LinkedHashMap<>();
        JsonNode section = node.path(IMPORT);
        if (!section.isMissingNode() && !section.isObject()) {
            throw wrong(name + "." + IMPORT, "needs options of import and their values, such as {truncation: 0.5}");
        }
        for (Map.Entry<String, JsonNode> option : section.properties()) {
            String path = name + "." + IMPORT + ".";
            if (!IMPORT_OPTIONS.contains(option.getKey())) {
                throw YamlFile.unknown(file, path, option.getKey(), IMPORT_OPTIONS);
            }
            options.put(option.getKey(), YamlFile.text(file, path + option.getKey(), option.getValue()));
        }
        return options;
    }

    private Optional<String> text(String name, JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isMissingNode() ? Optional.empty() : Optional.of(YamlFile.text(file, name + "." + key, value));
    }

    private SettingsConflictException wrong(String path, String what) {
        return new SettingsConflictException(YamlFile.at(file, path) + ": '" + path + "' " + what);
    }
}
