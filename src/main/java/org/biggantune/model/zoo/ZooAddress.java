package org.biggantune.model.zoo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * An address in DJL's model zoo, {@code djl://GROUP/ARTIFACT[/VERSION[/NAME]]}.
 *
 * @param group such as {@code ai.djl.pytorch}
 * @param artifact such as {@code biggan-deep}
 * @param version such as {@code 0.0.1}; empty for the only one
 * @param name the name of a model of the artifact, such as {@code biggan-deep-128}; empty for the only one
 */
public record ZooAddress(String group, String artifact, Optional<String> version, Optional<String> name) {
    /** The prefix of all addresses. */
    public static final String SCHEME = "djl://";

    private static final Pattern FORM =
            Pattern.compile(SCHEME + "([\\w.-]+)/([\\w.-]+)(?:/([\\w.-]+))?(?:/([\\w.-]+))?/?");

    /**
     * Parses an address.
     *
     * @throws InvalidOptionException if it has another form
     */
    public static ZooAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidOptionException(text + ": expected djl://GROUP/ARTIFACT/VERSION/NAME, such as"
                    + " djl://ai.djl.pytorch/biggan-deep/0.0.1/biggan-deep-256");
        }
        return new ZooAddress(
                matcher.group(1),
                matcher.group(2),
                Optional.ofNullable(matcher.group(3)),
                Optional.ofNullable(matcher.group(4)));
    }

    @Override
    public String toString() {
        return SCHEME + group + "/" + artifact + version.map(part -> "/" + part).orElse("")
                + name.map(part -> "/" + part).orElse("");
    }
}
