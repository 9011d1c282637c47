package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.biggantune.support.SourceRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArchitectureTest {
    private static final Path MAIN = Path.of("src", "main", "java");

    @Test
    void sources_inMain_keepTheRules() throws IOException {
        List<String> violations = new ArrayList<>();
        for (Path file : sources()) {
            String name = file.getFileName().toString();
            violations.addAll(SourceRules.violations(name, Files.readString(file)));
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void packages_inMain_haveDocumentation() throws IOException {
        assertThat(sources().stream().map(Path::getParent).distinct())
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .isRegularFile()
                        .content()
                        .contains("/**"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            domain  | import org.biggantune.io.AtomicFile;            | A.java in domain uses io
            domain  | import com.fasterxml.jackson.databind.JsonNode; | A.java in domain uses com.fasterxml.jackson.databind.JsonNode, not only the JDK
            io      | import static org.biggantune.run.SampleRun.OUT; | A.java in io uses run
            metric  | import org.biggantune.tuning.*;                 | A.java in metric uses tuning
            tuning  | import org.biggantune.archive.zip.Entry;        | A.java in tuning uses archive
            archive | Object o = new ai.djl.Device(1);                | A.java in archive uses ai.djl
            run     | import picocli.CommandLine;                     | A.java in run uses picocli
            tuning  | import org.ejml.data.DMatrixRMaj;               | A.java in tuning uses org.ejml
            model   | org.biggantune.cli.Progress p;                  | A.java in model uses cli
            cli     | org.biggantune.Main m;                          | A.java in cli uses the root package
            image   | System.out.println();                           | A.java uses System.out
            report  | String s = "\\"" + System . err;                | A.java uses System.err
            batch   | char c = '"'; java.io.File f;                   | A.java uses java.io.File
            other   | int i;                                          | A.java is in org.biggantune.other, which the table of packages lacks
            """)
    void violations_forbiddenUse_areNamed(String segment, String line, String expected) {
        assertThat(SourceRules.violations("A.java", source(segment, line))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tuning | import ai.djl.ndarray.NDArray;
            run    | import org.biggantune.batch.Shard;
            io     | import org.biggantune.domain.WriteFailedException;
            domain | import org.biggantune.domain.Seed;
            cli    | import picocli.CommandLine;
            domain | /* System.out of org.biggantune.io.Digest */
            domain | // ai.djl.Device
            domain | String s = "java.io.File, System.err and \\" ai.djl.Device";
            """)
    void violations_allowedUse_areNone(String segment, String line) {
        assertThat(SourceRules.violations("A.java", source(segment, line))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ImageUtil", "PathHelper", "DeviceManager", "ArrayUtils"})
    void violations_grabBagName_isRefused(String name) {
        assertThat(SourceRules.violations(name + ".java", source("io", "")))
                .containsExactly(name + ".java is named as a grab-bag");
    }

    @Test
    void violations_textBlock_isNoCode() {
        String block = "String s = \"\"\"\n System.out \"quoted\" \\\"\"\" ai.djl.Device \"\"\";";
        assertThat(SourceRules.violations("A.java", source("io", block))).isEmpty();
    }

    @Test
    void violations_longFile_isRefused() {
        String longest = "package org.biggantune.io;\n" + "\n".repeat(399);
        assertThat(SourceRules.violations("A.java", longest)).isEmpty();
        assertThat(SourceRules.violations("A.java", longest + "\n"))
                .containsExactly("A.java has 401 lines, more than 400");
    }

    @Test
    void violations_foreignPackage_isRefused() {
        assertThat(SourceRules.violations("A.java", "package org.biggantuner;"))
                .containsExactly("A.java is not in org.biggantune");
    }

    private static String source(String segment, String line) {
        return "package org.biggantune." + segment + ";\n\n" + line + "\n";
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
