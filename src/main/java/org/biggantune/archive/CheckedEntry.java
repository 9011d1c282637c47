package org.biggantune.archive;

import java.util.Objects;
import java.util.Optional;

/**
 * The result of reading every byte of one part of a file.
 *
 * @param name the part's name in the file
 * @param kind a description, such as {@code storage, float32}
 * @param bytes its size in the file
 * @param notFinite the number of NaN and infinite values; 0 if it contains no floating-point numbers
 * @param problem the problem in one line; empty if there is none
 */
public record CheckedEntry(String name, String kind, long bytes, long notFinite, Optional<String> problem) {
    /** Checks for null. */
    public CheckedEntry {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(problem, "problem");
    }

    static CheckedEntry sound(String name, String kind, long bytes) {
        return new CheckedEntry(name, kind, bytes, 0, Optional.empty());
    }

    /** Returns a copy with a problem, unless it already has one. */
    CheckedEntry withProblem(String found) {
        return problem.isPresent() ? this : new CheckedEntry(name, kind, bytes, notFinite, Optional.of(found));
    }

    /** Returns a copy with a more detailed description. */
    CheckedEntry described(String newKind, long count) {
        return new CheckedEntry(name, newKind, bytes, count, problem);
    }
}
