package org.biggantune.archive.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The operators that a program's code may call, listed in {@code operators.txt}. */
final class ScriptOperators {
    private static final String FILE = "operators.txt";

    private ScriptOperators() {}

    private static final class Loaded {
        static final Set<String> NAMES = read();
    }

    /** Whether code may call {@code torch.NAME(…)} and {@code x.NAME(…)}. */
    static boolean permits(String name) {
        return Loaded.NAMES.contains(name);
    }

    /** Whether code may call {@code ops.NAMESPACE.NAME(…)}. */
    static boolean permits(String namespace, String name) {
        return namespace.equals("aten") ? permits(name) : Loaded.NAMES.contains("ops." + namespace + "." + name);
    }

    private static Set<String> read() {
        try (InputStream in = Objects.requireNonNull(ScriptOperators.class.getResourceAsStream(FILE), FILE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Set.of(line.split(" ")).stream())
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
