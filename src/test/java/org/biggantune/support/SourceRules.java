package org.biggantune.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The rules that every source file keeps: which package may use which, where a library may be used, size and names.
 *
 * <p>Files are read as text with comments and literals taken out, so that a fully qualified use counts as much as an
 * import, and a link in javadoc does not count.
 */
public final class SourceRules {
    /** The most lines that a source file may have. */
    public static final int MAXIMUM_LINES = 400;

    private static final String ROOT = "org.biggantune";

    /** Package (first segment below the root; "" is the root) to the packages it may use beside itself. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("", Set.of("cli")),
            Map.entry("cli", Set.of("run", "report", "domain")),
            Map.entry(
                    "run",
                    Set.of(
                            "tuning",
                            "metric",
                            "importer",
                            "report",
                            "batch",
                            "model",
                            "archive",
                            "image",
                            "domain",
                            "io")),
            Map.entry("tuning", Set.of("metric", "model", "domain")),
            Map.entry("metric", Set.of("model", "domain")),
            Map.entry("importer", Set.of("archive", "domain", "io")),
            Map.entry("model", Set.of("archive", "domain", "io")),
            Map.entry("archive", Set.of("domain", "io")),
            Map.entry("image", Set.of("domain")),
            Map.entry("report", Set.of("image", "domain", "io")),
            Map.entry("batch", Set.of("domain", "io")),
            Map.entry("domain", Set.of()),
            Map.entry("io", Set.of("domain")));

    /** Libraries (prefix of the qualified name) to the packages that may use them. */
    private static final Map<String, Set<String>> LIBRARY_USERS = Map.of(
            "ai.djl", Set.of("model", "tuning", "metric"),
            "com.sun.jna", Set.of("model"),
            "org.jline", Set.of("cli", "run", "report"),
            "picocli", Set.of("", "cli"),
            "org.ejml", Set.of("metric"),
            "org.knowm", Set.of("report"),
            "de.erichseifert", Set.of("report"));

    private static final Set<String> JDK_ONLY = Set.of("domain", "io");

    private static final Pattern COMMENT_OR_LITERAL = Pattern.compile("\"\"\"(?:\\\\.|[^\\\\])*?\"\"\""
            + "|\"(?:\\\\.|[^\"\\\\\\n])*+\""
            + "|'(?:\\\\.|[^'\\\\\\n])++'"
            + "|//[^\\n]*+"
            + "|(?s:/\\*.*?\\*/)");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package\\s+([\\w.]+)\\s*;");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import\\s+(?:static\\s+)?([\\w.]+)");
    private static final Pattern OWN_NAME = Pattern.compile("\\borg\\.biggantune\\.([\\w.]+)");
    private static final Pattern CONSOLE = Pattern.compile("\\bSystem\\s*\\.\\s*(out|err)\\b");
    private static final Pattern OLD_FILE = Pattern.compile("\\bjava\\.io\\.File\\b");
    private static final Pattern GRAB_BAG = Pattern.compile(".*(Util|Utils|Helper|Helpers|Manager)");

    private SourceRules() {}

    /**
     * The rules that one file breaks.
     *
     * @param name the file's name, such as {@code Main.java}
     * @param source the file's text
     * @return one sentence for each breach, empty when there is none
     */
    public static List<String> violations(String name, String source) {
        String code = COMMENT_OR_LITERAL.matcher(source).replaceAll(" ");
        var declared = PACKAGE.matcher(code);
        if (!declared.find() || !(declared.group(1) + ".").startsWith(ROOT + ".")) {
            return List.of(name + " is not in " + ROOT);
        }
        String own = segment(declared.group(1));
        List<String> found = new ArrayList<>();
        if (!MAY_USE.containsKey(own)) {
            found.add(name + " is in " + declared.group(1) + ", which the table of packages lacks");
            return found;
        }
        String uses = declared.replaceFirst(" ");
        found.addAll(packageViolations(name, own, uses));
        found.addAll(libraryViolations(name, own, uses));
        found.addAll(styleViolations(name, uses, source.lines().count()));
        return found;
    }

    private static List<String> packageViolations(String name, String own, String uses) {
        Set<String> used = new TreeSet<>();
        OWN_NAME.matcher(uses).results().forEach(match -> used.add(segment(ROOT + "." + match.group(1))));
        used.remove(own);
        used.removeAll(MAY_USE.getOrDefault(own, Set.of()));
        return used.stream()
                .map(other -> String.format(Locale.ROOT, "%s in %s uses %s", name, title(own), title(other)))
                .toList();
    }

    private static List<String> libraryViolations(String name, String own, String uses) {
        List<String> found = new ArrayList<>();
        LIBRARY_USERS.forEach((library, users) -> {
            if (!users.contains(own)
                    && Pattern.compile("\\b" + Pattern.quote(library) + "\\.")
                            .matcher(uses)
                            .find()) {
                found.add(name + " in " + title(own) + " uses " + library);
            }
        });
        if (JDK_ONLY.contains(own)) {
            IMPORT.matcher(uses)
                    .results()
                    .map(match -> match.group(1))
                    .filter(type -> !type.startsWith("java.") && !type.startsWith(ROOT + "."))
                    .forEach(type -> found.add(name + " in " + title(own) + " uses " + type + ", not only the JDK"));
        }
        return found;
    }

    private static List<String> styleViolations(String name, String uses, long lines) {
        List<String> found = new ArrayList<>();
        CONSOLE.matcher(uses).results().forEach(match -> found.add(name + " uses System." + match.group(1)));
        if (OLD_FILE.matcher(uses).find()) {
            found.add(name + " uses java.io.File");
        }
        if (lines > MAXIMUM_LINES) {
            found.add(name + " has " + lines + " lines, more than " + MAXIMUM_LINES);
        }
        if (GRAB_BAG.matcher(name.replace(".java", "")).matches()) {
            found.add(name + " is named as a grab-bag");
        }
        return found;
    }

    /** The first segment below the root of a qualified name; a segment in upper case is a type of the root. */
    private static String segment(String qualified) {
        if (qualified.length() <= ROOT.length() + 1) {
            return "";
        }
        String first = qualified.substring(ROOT.length() + 1).split("\\.", 2)[0];
        return Character.isUpperCase(first.charAt(0)) ? "" : first;
    }

    private static String title(String segment) {
        return segment.isEmpty() ? "the root package" : segment;
    }
}
