package org.biggantune.archive;

import java.util.Objects;
import java.util.Optional;

/**
 * What reading every byte of one part of a file showed.
 *
 * @param name the part's name in the file
 * @param kind what it is, such as {@code storage, float32}
 * @param bytes its size in the file
 * @param notFinite how many of its numbers are NaN or infinite; 0 where it holds no floating-point numbers
 * @param problem what is wrong with it, one line; empty when it is sound
 */
public record CheckedEntry(String name, String kind, long bytes, long notFinite, Optional<String> problem) {
    /** Checks that the values are there. */
    public CheckedEntry {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(problem, "problem");
    }

    static CheckedEntry sound(String name, String kind, long bytes) {
        return new CheckedEntry(name, kind, bytes, 0, Optional.empty());
    }

    /** The same part with a problem, unless it has one already. */
    CheckedEntry withProblem(String found) {
        return problem.isPresent() ? this : new CheckedEntry(name, kind, bytes, notFinite, Optional.of(found));
    }

    /** The same part of which more is known. */
    CheckedEntry described(String newKind, long count) {
        return new CheckedEntry(name, newKind, bytes, count, problem);
    }
}
