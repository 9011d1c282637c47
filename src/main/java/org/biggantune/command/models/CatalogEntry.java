package org.biggantune.command.models;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.biggantune.importer.ImportKind;
import org.biggantune.io.download.ExpectedDigest;

/**
 * A model that the catalogue knows.
 *
 * @param name what users call it
 * @param kind what it is
 * @param about what it is, in some words
 * @param url where its file is, as the catalogue says it; empty where only a person can fetch it
 * @param file where a zoo keeps it within the artifact; empty where the address says it
 * @param bytes the size of its file, if known
 * @param exact whether that is its size to the byte
 * @param digest what the file digests to, if the publisher says it
 * @param page where a person reads about it
 * @param how what to do on that page
 * @param licence of the weights
 * @param options of {@code import}, by name without dashes
 */
record CatalogEntry(
        String name,
        ImportKind kind,
        String about,
        Optional<String> url,
        Optional<String> file,
        OptionalLong bytes,
        boolean exact,
        Optional<ExpectedDigest> digest,
        Optional<String> page,
        Optional<String> how,
        String licence,
        Map<String, String> options) {
    /** What a rough size may be short of. */
    private static final double ROUGH = 1.1;

    /** Copies the options. */
    CatalogEntry {
        options = new LinkedHashMap<>(options);
    }

    /** The most bytes that its file may have. */
    long most() {
        return bytes.isEmpty() ? Long.MAX_VALUE : exact ? bytes.getAsLong() : (long) (bytes.getAsLong() * ROUGH);
    }

    /** Its exact size, if known. */
    OptionalLong exactBytes() {
        return exact ? bytes : OptionalLong.empty();
    }

    /** Where it comes from: its address, else the page. */
    String source() {
        return url.or(() -> page).orElse("");
    }

    /** The command that installs it, or what a person does first. */
    String howToGet() {
        String command = "biggan-tune models install " + name;
        return url.isPresent()
                ? command
                : "fetch it from " + page.orElse("")
                        + how.map(text -> " (" + text + ")").orElse("") + ", then: " + command + " --from FILE";
    }
}
