package org.biggantune.model.zoo;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.io.download.RemoteFile;

/**
 * A model of DJL's zoo.
 *
 * @param name its name
 * @param file its file, with the size and digest given by the zoo
 * @param arguments the arguments of a call, as given by the zoo
 * @param licence the name of its licence, if the zoo names one
 */
public record ZooModel(String name, RemoteFile file, Map<String, Object> arguments, Optional<String> licence) {
    /** Copies the arguments. */
    public ZooModel {
        arguments = Map.copyOf(arguments);
    }

    /** Returns the truncation to call a generator with; empty if the zoo gives none. */
    public OptionalDouble truncation() {
        return arguments.get("truncation") instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }
}
