package org.biggantune.command.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/**
 * The folder of a scan: {@code classes.jsonl}, a line for each class that was measured, by which a stopped scan is
 * continued; {@code scan.json} and {@code scan.csv}, and pictures in {@code worst}. What is measured depends on the
 * settings alone, so a line that two processes wrote is the same in both.
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
     * @param identity settings and models, which must be those that an earlier scan there was made with
     * @throws SettingsConflictException if it holds a scan of others
     * @throws CannotCreateException if it holds anything else, or cannot be made
     */
    static ScanFolder open(Path root, ObjectNode identity) {
        Path record = root.resolve(ScanFile.NAME);
        if (Files.exists(record)) {
            JsonNode earlier = JsonFile.read(record);
            List<String> differences = new ArrayList<>();
            JsonFile.asWritten(identity)
                    .properties()
                    .forEach(part -> part.getValue().properties().forEach(fact -> {
                        JsonNode before = earlier.path(part.getKey()).path(fact.getKey());
                        if (!before.equals(fact.getValue())) {
                            differences.add(fact.getKey());
                        }
                    }));
            if (!differences.isEmpty()) {
                throw new SettingsConflictException("--out " + root + ": scanned with other settings or models ("
                        + String.join(", ", differences) + "); use the same ones to continue it, or another folder");
            }
        } else if (isUsed(root)) {
            throw new CannotCreateException(
                    "--out " + root + ": holds other files; give a folder of its own, such as " + root.resolve("scan"));
        }
        ScanFolder folder = new ScanFolder(root);
        AtomicFile.writeString(record, JsonFile.pretty(identity));
        return folder;
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

    /** The lines, open to be added to; the caller closes them. */
    JsonLines lines() {
        return JsonLines.append(root.resolve(LINES));
    }

    /** What is measured already, by class; of two lines of a class the one with more samples, then the later one. */
    Map<Integer, ClassFinding> measured() {
        Map<Integer, ClassFinding> found = new TreeMap<>();
        Path file = root.resolve(LINES);
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.flatMap(line -> JsonFile.ofLine(line).stream())
                        .flatMap(json -> ClassFinding.of(json).stream())
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
    void finish(ObjectNode record, ScanReport report) {
        record.set("classes", report.list());
        AtomicFile.writeString(root.resolve("scan.csv"), report.csv());
        AtomicFile.writeString(root.resolve(ScanFile.NAME), JsonFile.pretty(record));
    }
}
