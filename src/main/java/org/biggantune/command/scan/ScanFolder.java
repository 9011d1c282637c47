package org.biggantune.command.scan;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.AtomicFile;
import org.biggantune.report.JsonFile;
import org.biggantune.report.JsonLines;
import org.biggantune.runfolder.ScanFile;
import org.biggantune.runfolder.ScanRecord;

/**
 * The folder of a scan: {@code classes.jsonl}, with a line for each measured class, from which a stopped scan is resumed;
 * {@code scan.json} and {@code scan.csv}; pictures in {@code worst}. The measurements depend only on the settings, so two
 * processes write the same lines.
 */
final class ScanFolder {
    private static final String LINES = "classes.jsonl";

    private final Path root;

    private ScanFolder(Path root) {
        this.root = root;
    }

    /**
     * Opens a folder.
     *
     * @param begun the settings and models, which must be those of an earlier scan in the folder
     * @throws SettingsConflictException if the earlier scan had others
     * @throws CannotCreateException if the folder has other files, or cannot be created
     */
    static ScanFolder open(Path root, ScanRecord begun) {
        Path record = root.resolve(ScanFile.NAME);
        if (Files.exists(record)) {
            requireSame(root, ScanRecord.read(record), begun);
        } else if (isUsed(root)) {
            throw new CannotCreateException("--out " + root + ": has other files; a scan needs its own folder, such as "
                    + root.resolve("scan"));
        } else {
            AtomicFile.writeString(record, JsonFile.pretty(JsonFile.tree(begun)));
        }
        return new ScanFolder(root);
    }

    private static void requireSame(Path root, ScanRecord earlier, ScanRecord now) {
        List<String> differences = new ArrayList<>();
        collect(earlier.settings(), now.settings(), differences);
        collect(earlier.models(), now.models(), differences);
        if (!differences.isEmpty()) {
            throw new SettingsConflictException("--out " + root + ": scanned with other settings or models ("
                    + String.join(", ", differences) + "); use the same ones to resume it, or another folder");
        }
    }

    private static void collect(Object earlier, Object now, List<String> differences) {
        JsonNode before = JsonFile.tree(earlier);
        JsonFile.tree(now).properties().forEach(fact -> {
            if (!before.path(fact.getKey()).equals(fact.getValue())) {
                differences.add(fact.getKey());
            }
        });
    }

    private static boolean isUsed(Path root) {
        if (!Files.isDirectory(root)) {
            return false;
        }
        try (Stream<Path> files = Files.list(root)) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            throw new CannotCreateException("--out " + root + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Opens the file of lines for appending; the caller closes it. */
    JsonLines lines() {
        return JsonLines.append(root.resolve(LINES));
    }

    /** Reads the classes measured so far; of two lines of a class the one with more samples counts, then the later one. */
    Map<Integer, ClassFinding> measured() {
        Map<Integer, ClassFinding> found = new TreeMap<>();
        Path file = root.resolve(LINES);
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.flatMap(line -> JsonFile.ofLine(line, ClassFinding.class).stream())
                        .forEach(one -> found.merge(
                                one.label().index(),
                                one,
                                (before, after) -> after.samples() >= before.samples() ? after : before));
            } catch (IOException e) {
                throw new CannotCreateException(file + ": cannot be read: " + e.getMessage(), e);
            }
        }
        return found;
    }

    Path root() {
        return root;
    }

    /** Writes the result. */
    void finish(ScanRecord record, ScanReport report) {
        AtomicFile.writeString(root.resolve("scan.csv"), report.csv());
        AtomicFile.writeString(root.resolve(ScanFile.NAME), JsonFile.pretty(JsonFile.tree(record)));
    }
}
