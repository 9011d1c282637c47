package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.RegularFile;
import org.biggantune.io.Sha256;
import org.biggantune.report.JsonFile;

/** Settings and models by which a folder's run was begun, and those by which it is to be continued. */
public final class RunIdentity {
    private RunIdentity() {}

    /**
     * Checks that a folder could hold a run, as far as an earlier one in it goes; it need not be there.
     *
     * @throws SettingsConflictException if it holds a run of other settings
     * @throws MissingInputException if it holds a run whose record is gone
     * @throws CannotCreateException if it holds anything else
     */
    public static void check(Path root, ObjectNode identity) {
        Path file = root.resolve(RunDirectory.RECORD);
        if (!RegularFile.exists(file)) {
            try {
                requireNew(root);
                return;
            } catch (MissingInputException e) {
                // Another process may have begun the run meanwhile, and left its record before anything else.
                if (!RegularFile.exists(file)) {
                    throw e;
                }
            }
        }
        JsonNode earlier = JsonFile.read(file);
        ObjectNode now = JsonFile.asWritten(identity);
        List<String> differences = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>();
        now.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            collect(key, earlier.path(key), now.path(key), differences);
        }
        if (!differences.isEmpty()) {
            throw new SettingsConflictException("--out " + root + ": made with other settings ("
                    + String.join("; ", differences) + "); use the same ones to continue it, or another folder");
        }
    }

    /** The digest of an identity, by which processes and saved states know that they belong to the same run. */
    public static String digest(ObjectNode identity) {
        return Sha256.of(JsonFile.pretty(identity).getBytes(StandardCharsets.UTF_8));
    }

    private static void collect(String name, JsonNode earlier, JsonNode now, List<String> differences) {
        if (earlier.equals(now)) {
            return;
        }
        if (!earlier.isObject() || !now.isObject()) {
            differences.add(name + " " + text(earlier) + " → " + text(now));
            return;
        }
        TreeSet<String> keys = new TreeSet<>();
        earlier.fieldNames().forEachRemaining(keys::add);
        now.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            collect(key, earlier.path(key), now.path(key), differences);
        }
    }

    private static String text(JsonNode node) {
        String text = node.isMissingNode() || node.isNull() ? "none" : node.asText(node.toString());
        return text.length() > 16 ? text.substring(0, 12) + "…" : text;
    }

    /** Without its record nobody knows by which settings the files of a run were made. */
    private static void requireNew(Path root) {
        Path classes = root.resolve(RunDirectory.CLASSES);
        Optional<Path> made = Stream.of(
                        RunDirectory.EVENTS, RunDirectory.MATRIX, RunDirectory.TOP_ROWS, RunDirectory.START_ROWS)
                .map(root::resolve)
                .filter(Files::exists)
                .findFirst()
                .or(() -> RunDirectory.list(classes).stream().findFirst());
        if (made.isPresent()) {
            throw new MissingInputException(root.resolve(RunDirectory.RECORD) + ": no such file, but " + made.get()
                    + " is there, made by settings that only the former tells; put it back, or use another folder");
        }
        RunDirectory.list(root).stream()
                .filter(path -> !mayStand(String.valueOf(path.getFileName())))
                .findFirst()
                .ifPresent(other -> {
                    throw new CannotCreateException("--out " + root + ": holds other files (" + other.getFileName()
                            + "), among which those of a run would be lost; give a folder of its own, such as "
                            + root.resolve("NAME"));
                });
    }

    /** What a run that was killed at its beginning left, hidden files, and what a job scheduler writes. */
    private static boolean mayStand(String name) {
        return name.startsWith(".")
                || name.equals(RunDirectory.CLASSES)
                || name.equals("logs")
                || Stream.of(".log", ".out", ".err").anyMatch(name::endsWith);
    }
}
