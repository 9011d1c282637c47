package org.biggantune.command.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.biggantune.io.AtomicFile;
import org.biggantune.report.JsonFile;

/**
 * The origin of an installed model, kept in {@code NAME.json} with its archive.
 *
 * @param kind {@code generator}, {@code classifier} or {@code detector}
 * @param about a short description
 * @param source the address or file that it came from
 * @param page a web page about the model
 * @param licence the licence of the weights
 * @param digest the published digest of the downloaded file; empty if there is none
 * @param options the options of {@code import} that were used
 * @param sha256 the SHA-256 of the archive
 * @param installed the time of installation, in ISO 8601
 */
record ModelCard(
        String kind,
        String about,
        String source,
        String page,
        String licence,
        String digest,
        Map<String, String> options,
        String sha256,
        String installed) {
    private static final String IMPORT = "import";

    /** Copies the options. */
    ModelCard {
        options = new LinkedHashMap<>(options);
    }

    /** Writes the card. */
    void write(Path file) {
        ObjectNode json = JsonFile.object()
                .put("kind", kind)
                .put("about", about)
                .put("source", source)
                .put("page", page)
                .put("licence", licence)
                .put("digest", digest);
        json.set(IMPORT, JsonFile.tree(options));
        json.put("sha256", sha256).put("installed", installed);
        AtomicFile.writeString(file, JsonFile.pretty(json));
    }

    /**
     * Reads a card.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if it is missing or damaged
     */
    static ModelCard read(Path file) {
        ObjectNode json = JsonFile.read(file);
        Map<String, String> options = new LinkedHashMap<>();
        json.path(IMPORT)
                .properties()
                .forEach(
                        option -> options.put(option.getKey(), option.getValue().asText()));
        return new ModelCard(
                json.path("kind").asText(),
                json.path("about").asText(),
                json.path("source").asText(),
                json.path("page").asText(),
                json.path("licence").asText(),
                json.path("digest").asText(),
                options,
                json.path("sha256").asText(),
                json.path("installed").asText());
    }
}
