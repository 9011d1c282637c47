package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names of files in a run's folder. */
final class RunFileNamesTest {
    private static final Path MAIN = Path.of("src", "main", "java", "org", "biggantune");
    private static final Path OWNER = MAIN.resolve("runfolder").resolve("RunDirectory.java");
    private static final Pattern NAME = Pattern.compile("= (\"[a-z-]+\\.[a-z]+\");");

    @Test
    void names_areSpelledByRunDirectoryAlone() throws IOException {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(Files.readString(OWNER));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        assertThat(names).hasSizeGreaterThan(12).contains("\"result.json\"", "\"embedding.npy\"");
        List<Path> others;
        try (Stream<Path> files = Files.walk(MAIN)) {
            others = files.filter(file -> file.toString().endsWith(".java") && !file.equals(OWNER))
                    .toList();
        }
        for (Path file : others) {
            assertThat(Files.readString(file)).as(file.toString()).doesNotContain(names);
        }
    }
}
