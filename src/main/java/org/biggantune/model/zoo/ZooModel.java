package org.biggantune.model.zoo;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.io.download.RemoteFile;

/**
 * A model of DJL's zoo.
 *
 * @param name its name
 * @param file the file that holds it, with the size and digest that the zoo announces
 * @param arguments what the zoo says of calling it
 * @param licence the name of its licence, if the zoo names one
 */
public record ZooModel(String name, RemoteFile file, Map<String, Object> arguments, Optional<String> licence) {
    /** Copies the arguments. */
    public ZooModel {
        arguments = Map.copyOf(arguments);
    }

    /** The truncation that a generator is called with; empty where the zoo names none. */
    public OptionalDouble truncation() {
        return arguments.get("truncation") instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }
}
