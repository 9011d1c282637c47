package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.biggantune.support.ToolCommands;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The pages of the project against what they speak of: links, options, classes and dependencies. */
final class PagesTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?m)^ {4}.*$");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]+");
    private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+\\.)+[A-Z]\\w*)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern CAMEL_CASE = Pattern.compile("\\b[A-Z][a-z0-9]+[A-Z]\\w*");
    private static final Pattern SOURCE = Pattern.compile(".*\\.(java|py)|.*/slurm/[^.]*");
    private static final Pattern ARTIFACT = Pattern.compile("`([\\w-]+)`");
    private static final String NO = "--no-";

    /** Options of other programs that the pages show: Slurm, Docker, Apptainer, TensorBoard. */
    private static final Set<String> OTHERS = Set.of(
            "--array",
            "--bind",
            "--build-arg",
            "--exclude",
            "--full",
            "--logdir",
            "--nv",
            "--rm",
            "--signal",
            "--user");

    /** Settings of Slurm and of the Java machine. */
    private static final Set<String> OTHER_NAMES = Set.of("JobRequeue", "ArchiveClassesAtExit");

    @Test
    void links_leadSomewhere() throws IOException {
        Map<Path, Set<String>> anchors = new TreeMap<>();
        for (Path page : pages()) {
            anchors.put(page, anchors(Files.readString(page)));
        }
        TreeSet<String> broken = new TreeSet<>();
        for (Path page : pages()) {
            String prose = CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
            for (String link : found(LINK, prose, 1)) {
                if (!link.contains("://") && !leads(page, link, anchors)) {
                    broken.add(page + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leads(Path page, String link, Map<Path, Set<String>> anchors) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        return Files.exists(target)
                && (hash < 0 || anchors.getOrDefault(target, Set.of()).contains(link.substring(hash + 1)));
    }

    /** A heading's anchor as GitHub makes it: small letters, blanks as hyphens, no punctuation. */
    private static Set<String> anchors(String text) {
        Set<String> anchors = new HashSet<>();
        for (String heading : found(HEADING, text, 1)) {
            anchors.add(heading.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                    .replace(' ', '-'));
        }
        return anchors;
    }

    @Test
    void options_exist() throws IOException {
        Set<String> known = new HashSet<>(OTHERS);
        ToolCommands.from(ToolCommands.tool())
                .flatMap(command -> command.options().stream())
                .forEach(option -> known.addAll(List.of(option.names())));
        for (Path script : files(Path.of("scripts", "slurm"), "")) {
            known.addAll(found(OPTION, Files.readString(script), 0));
        }
        TreeSet<String> unknown = new TreeSet<>();
        for (Path page : pages()) {
            // The changelog names options that were renamed.
            if (!page.equals(Path.of("CHANGELOG.md"))) {
                for (String option : found(OPTION, Files.readString(page), 0)) {
                    boolean negated = option.startsWith(NO) && known.contains("--" + option.substring(NO.length()));
                    if (!known.contains(option) && !negated) {
                        unknown.add(page + ": " + option);
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void classes_exist() throws IOException {
        Path main = Path.of("src", "main", "java", "org", "biggantune");
        TreeSet<String> missing = new TreeSet<>();
        for (Path page : pages()) {
            for (String name : found(CLASS, Files.readString(page), 1)) {
                boolean ours = Files.isDirectory(main.resolve(name.substring(0, name.indexOf('.'))));
                if (ours && !Files.exists(main.resolve(name.replace('.', '/') + ".java"))) {
                    missing.add(page + ": " + name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Names of classes without their room: at least the sources speak of them. */
    @Test
    void names_areThoseOfTheSources() throws IOException {
        Set<String> words = new HashSet<>(OTHER_NAMES);
        for (Path folder : List.of(Path.of("src"), Path.of("scripts"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(
                                file -> SOURCE.matcher(file.toString()).matches())
                        .toList()) {
                    words.addAll(found(CAMEL_CASE, Files.readString(file), 0));
                }
            }
        }
        TreeSet<String> unknown = new TreeSet<>();
        for (Path page : pages()) {
            for (String code : found(CODE, Files.readString(page), 1)) {
                found(CAMEL_CASE, code, 0).stream()
                        .filter(name -> !words.contains(name))
                        .forEach(name -> unknown.add(page + ": " + name));
            }
        }
        assertThat(unknown).isEmpty();
    }

    /** The table of docs/decisions.md has each dependency of the build in its version, and no other. */
    @Test
    void dependencies_haveTheirReason() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("docs", "decisions.md")).stream()
                .dropWhile(line -> !line.startsWith("## Dependencies"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" | ")))
                .toList();
        Map<String, String> versions = dependencies();
        assertThat(versions)
                .allSatisfy((artifact, version) -> assertThat(rows)
                        .as("a row for %s %s", artifact, version)
                        .anyMatch(row -> row.contains("`" + artifact + "`") && row.contains(" " + version)));
        assertThat(rows.stream().flatMap(row -> found(ARTIFACT, row, 1).stream()))
                .containsExactlyInAnyOrderElementsOf(versions.keySet());
    }

    /** Artifact to version, of the dependencies that every build has. */
    private static Map<String, String> dependencies() throws Exception {
        Element project;
        try (InputStream in = Files.newInputStream(Path.of("pom.xml"))) {
            project = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        }
        Map<String, String> properties = new TreeMap<>();
        children(child(project, "properties"))
                .forEach(property -> properties.put(
                        "${" + property.getTagName() + "}",
                        property.getTextContent().strip()));
        Map<String, String> versions = new TreeMap<>();
        for (Element dependency : children(child(project, "dependencies"))) {
            String version = child(dependency, "version").getTextContent().strip();
            for (Map.Entry<String, String> property : properties.entrySet()) {
                version = version.replace(property.getKey(), property.getValue());
            }
            versions.put(child(dependency, "artifactId").getTextContent().strip(), version);
        }
        return versions;
    }

    private static Element child(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static List<String> found(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(group))
                .toList();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(files(Path.of("docs"), ".md"));
        pages.addAll(List.of(Path.of("README.md"), Path.of("CHANGELOG.md"), Path.of("models", "README.md")));
        return pages;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
