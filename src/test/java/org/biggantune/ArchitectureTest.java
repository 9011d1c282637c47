package org.biggantune;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.support.RoomTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rooms and arrows of docs/architecture.md, and what every source file keeps to. */
final class ArchitectureTest {
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final int MOST_CLASSES = 40;
    private static final int MOST_LINES = 400;

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(RoomTable.ROOT);

    @Test
    void rooms_useOnlyWhatTheTableSays() throws IOException {
        RoomTable table = RoomTable.read(Path.of("docs", "architecture.md"));
        TreeSet<String> breaches = new TreeSet<>();
        TreeSet<String> arrows = new TreeSet<>();
        for (JavaClass user : CLASSES) {
            user.getDirectDependenciesFromSelf().forEach(dependency -> {
                String used = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if ((used + ".").startsWith(RoomTable.ROOT + ".")) {
                    String from = table.room(user.getPackageName());
                    String to = table.room(used);
                    arrows.add(from + " → " + to);
                    if (!table.mayUse(from, to)) {
                        breaches.add(user.getSimpleName() + " in " + from + " uses " + to + ": "
                                + dependency.getTargetClass().getSimpleName());
                    }
                }
            });
        }
        assertThat(breaches).isEmpty();
        assertThat(arrows).as("the table allows nothing that nobody needs").containsAll(table.arrows());
    }

    @Test
    void packages_haveNoCircles() {
        slices().matching(RoomTable.ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packages_haveFewClassesAndDocumentation() throws IOException {
        Map<Path, Long> sizes = sources().stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
        assertThat(sizes).allSatisfy((folder, count) -> {
            assertThat(count).as(folder.toString()).isLessThanOrEqualTo(MOST_CLASSES);
            assertThat(folder.resolve("package-info.java")).content().contains("/**");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "ai.djl, libtorch model tuning metric",
        "com.sun.jna, libtorch",
        "org.jline, cli report workers",
        "picocli, cli command.",
        "com.luciad, image",
        "org.knowm, report",
        "com.samskivert, command.report",
        "com.google.protobuf, report",
        "de.erichseifert, report",
        "org.apache.commons, archive domain",
        "com.fasterxml, archive cli command. report runfolder workers",
        "ch.qos.logback, cli report runfolder",
    })
    void library_isUsedWhereItBelongs(String library, String rooms) {
        List<String> allowed = List.of(rooms.split(" "));
        ArchRule rule = noClasses()
                .that(new DescribedPredicate<JavaClass>("are outside " + rooms) {
                    @Override
                    public boolean test(JavaClass type) {
                        String name = type.getPackageName();
                        boolean ofTheRoot = name.equals(RoomTable.ROOT) && library.equals("picocli");
                        return !ofTheRoot
                                && allowed.stream()
                                        .noneMatch(room -> (name + ".").startsWith(RoomTable.ROOT + "." + room));
                    }
                })
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..");
        rule.check(CLASSES);
    }

    /** What was read of a model is handed on as a {@code ModelFile}; only a copy in another precision reads the file again. */
    @Test
    void models_areReadOnceACommand() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        RoomTable.ROOT + ".model..",
                        RoomTable.ROOT + ".command.sample..",
                        RoomTable.ROOT + ".command.classify..",
                        RoomTable.ROOT + ".command.evaluate..")
                .and()
                .doNotHaveSimpleName("ModelFile")
                .and()
                .doNotHaveSimpleName("TorchProgram")
                .should()
                .callMethod(TorchScriptArchive.class, "open", Path.class)
                .check(CLASSES);
    }

    @Test
    void sources_keepToTheirSizeAndNames() throws IOException {
        for (Path file : sources()) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(MOST_LINES);
            assertThat(file).content().doesNotContain("java.io.File;", "new File(");
            assertThat(file.getFileName().toString()).doesNotMatch(".*(Util|Utils|Helper|Helpers|Manager)\\.java");
        }
    }

    @Test
    void classes_useNoConsole() {
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
    }

    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
