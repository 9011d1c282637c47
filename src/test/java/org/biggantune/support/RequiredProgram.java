package org.biggantune.support;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs of the machine that a test needs and that not every machine has. */
public final class RequiredProgram {
    private RequiredProgram() {}

    /** Skips the test, and says so, where a program is not on {@code PATH}. */
    public static void assumeInstalled(String program) {
        boolean found = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
        if (!found) {
            System.err.println("SKIPPED: there is no " + program + " on PATH");
        }
        assumeThat(found).as(program + " on PATH").isTrue();
    }
}
