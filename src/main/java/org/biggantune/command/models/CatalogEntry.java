package org.biggantune.command.models;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.importer.ImportKind;
import org.biggantune.io.download.ExpectedDigest;

/**
 * A model in the catalogue.
 *
 * @param name the model's name
 * @param kind the model's kind
 * @param about a short description
 * @param url the address of its file; empty if it can only be downloaded by hand
 * @param file the file within the artifact of a model zoo; empty if the address includes it
 * @param bytes the size of its file, if known
 * @param exact whether the size is exact
 * @param digest the digest of the file, if published
 * @param page a web page about the model
 * @param how what to do on that page
 * @param licence the licence of the weights
 * @param options the options of {@code import}, by name without dashes
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
    /** The factor by which a file may exceed a rough size. */
    private static final double ROUGH = 1.1;

    /** Copies the options. */
    CatalogEntry {
        options = new LinkedHashMap<>(options);
    }

    /** Returns the largest acceptable size of the file in bytes. */
    long most() {
        return bytes.isEmpty() ? Long.MAX_VALUE : exact ? bytes.getAsLong() : (long) (bytes.getAsLong() * ROUGH);
    }

    /** Returns the exact size in bytes, if known. */
    OptionalLong exactBytes() {
        return exact ? bytes : OptionalLong.empty();
    }

    /**
     * Returns whether a file is the published one.
     *
     * @param sha256 the file's digest; only where another one is published is the file read
     */
    boolean isFile(Path candidate, String sha256) {
        if (digest.isEmpty() || (exact && candidate.toFile().length() != bytes.orElse(-1))) {
            return false;
        }
        try {
            return digest.get().isOf(candidate, sha256);
        } catch (IOException e) {
            throw new MissingInputException(candidate + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the source: the address, else the page. */
    String source() {
        return url.or(() -> page).orElse("");
    }

    /** Returns the command that installs the model, after what has to be done by hand. */
    String howToGet() {
        String command = "biggan-tune models install " + name;
        return url.isPresent()
                ? command
                : "fetch it from " + page.orElse("")
                        + how.map(text -> " (" + text + ")").orElse("") + ", then: " + command + " --from FILE";
    }
}
