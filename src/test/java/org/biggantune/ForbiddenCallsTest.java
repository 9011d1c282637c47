package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Calls that mean something else on another machine, or that only one place may make. Those that Error Prone knows
 * ({@code DefaultCharset}, {@code StringCaseLocaleUsage}) are left to it.
 */
final class ForbiddenCallsTest {
    /** Paths of anything but a literal or a URI. */
    private static final Pattern TEXT_TO_PATH =
            Pattern.compile("\\bPath(s\\.get|\\.of|::of)\\b(?!\\(\"|\\(URI|\\(uri|\\([a-z]+\\.base)");

    /** Each call once, so that a rule that finds nothing is noticed. */
    @SuppressWarnings("unused") // read as bytes, never run
    private static final class Examples {
        static List<Object> all(Path path) {
            new PrintStream(new ByteArrayOutputStream()).printf("%d", 1);
            Runtime.getRuntime().halt(1);
            System.exit(1);
            return List.of(
                    Charset.defaultCharset(),
                    String.format("%d", 1),
                    "%d".formatted(1),
                    Locale.getDefault(),
                    new DecimalFormat("0"),
                    DateTimeFormatter.ofPattern("d"),
                    path.getFileSystem().getPath("a"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            # The charset is named: Java's default is the locale's before Java 18.
            java.nio.charset.Charset.defaultCharset.*;
            java.io.PrintStream.<init>[(]java.io.OutputStream(, boolean)?[)];

            # The locale is named: numbers of other locales have other digits and commas.
            java.lang.String.format[(]java.lang.String, .*;
            java.lang.String.formatted.*;
            java.io.Print(Writer|Stream).(format|printf)[(]java.lang.String, .*;
            java.util.Locale.getDefault.*;
            java.text.DecimalFormat.<init>[(]java.lang.String[)];
            java.time.format.DateTimeFormatter.ofPattern[(]java.lang.String[)];

            # A process ends where it began, or where a signal or the end of its parent asks for it.
            java.lang.System.exit.*; Main, StopSignal
            java.lang.Runtime.(exit|halt).*; SelfCommand, StopSignal

            java.nio.file.FileSystem.getPath.*;
            """)
    void call_isMadeWhereItMayBe(String call, String allowed) {
        List<String> classes = allowed == null ? List.of() : List.of(allowed.split(", *", -1));
        TreeSet<String> callers = new TreeSet<>();
        ArchitectureTest.CLASSES.stream()
                .filter(caller -> calls(caller, call))
                .forEach(caller ->
                        callers.add(caller.getName().replaceFirst("\\$.*", "").replaceFirst(".*\\.", "")));
        assertThat(callers).isSubsetOf(classes);
        assertThat(callers).as("nothing is allowed that nobody needs").containsAll(classes);
        assertThat(calls(new ClassFileImporter().importClass(Examples.class), call))
                .as("the rule finds its call")
                .isTrue();
    }

    /**
     * Text of a user becomes a path in OptionValues and PathOption, which say what is wrong with it. The others have names
     * that the tool itself, Java or the system made, or an answer of their own.
     */
    @Test
    void text_becomesAPath_whereItIsRefusedInWords() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (Path file : ArchitectureTest.sources()) {
            if (TEXT_TO_PATH.matcher(Files.readString(file)).find()) {
                found.add(file.getFileName().toString().replace(".java", ""));
            }
        }
        assertThat(found)
                .containsExactly(
                        "BenchProcess",
                        "ClaimOwner",
                        "ExportOptions",
                        "ExternalProbeProcess",
                        "GpuFacts",
                        "InstallDir",
                        "LibtorchLoader",
                        "NativeCache",
                        "NvidiaDriver",
                        "OptionValues",
                        "PathOption",
                        "RandomTensors",
                        "RecordedGenerators",
                        "SelfCommand",
                        "SelfTestProcess",
                        "TextFile",
                        "UserFolder",
                        "WrittenFiles");
    }

    private static boolean calls(JavaClass caller, String call) {
        return Stream.concat(
                        caller.getCodeUnitCallsFromSelf().stream(), caller.getCodeUnitReferencesFromSelf().stream())
                .anyMatch(access -> access.getTarget().getFullName().matches(call));
    }
}
