package org.biggantune.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.biggantune.archive.NpyArray;
import org.biggantune.archive.NpyFile;
import org.biggantune.domain.CannotCreateException;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.SettingsConflictException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.DirectoryLock;

/**
 * A run's folder, held by this process, or by the one that started it:
 *
 * <pre>
 * run.json                       provenance: settings in force, models' digests, tool, engine, times
 * events.jsonl                   one line a step
 * run.log                        the whole log
 * classes/0005-shirt/            state.bin while unfinished; embedding.npy and .json, noise-layer.npy where one was trained,
 *                                before.png, after.png, before-after.png, result.json (written last)
 * classes/0005-shirt/steps/      with --save-every: pictures and rows under way
 * parts/0005-shirt/              with --devices: a run's folder of the class alone, until it is taken in
 * top-rows.json                  with --initial top: the rows that classes start at
 * embeddings.npy                 the whole matrix with the tuned rows; of a repurposed generator the new rows
 * classes.json, start-rows.json  of a repurposed generator: the new rows' names, and the rows they started at
 * </pre>
 */
final class RunDirectory implements AutoCloseable {
    /** The record of a run in its folder. */
    static final String RECORD = "run.json";

    /** The folder of the classes' folders. */
    static final String CLASSES = "classes";

    /** A line a step. */
    static final String EVENTS = "events.jsonl";

    /** What marks a class as finished. */
    static final String RESULT = "result.json";

    /** Where the tuning of an unfinished class stands. */
    static final String STATE = "state.bin";

    private final Path root;
    private final Lent<DirectoryLock> lock;

    private RunDirectory(Path root, Lent<DirectoryLock> lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Opens a run's folder, new or begun earlier.
     *
     * @param root the folder, made if missing
     * @param identity what must agree for the run to be continued: settings and models
     * @throws SettingsConflictException if it holds a run of other settings, or another process works in it
     * @throws CannotCreateException if it cannot be made, or holds something else
     */
    static RunDirectory open(Path root, ObjectNode identity) {
        create(root);
        DirectoryLock lock = DirectoryLock.acquire(root);
        try {
            RunDirectory directory = new RunDirectory(root, Lent.of(Optional.of(lock)));
            check(root, identity);
            ClassParts.awaitWorkers(root);
            AtomicFile.deleteLeftovers(root);
            create(root.resolve(CLASSES));
            return directory;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** A run's folder that the process which started this one has opened, and keeps open. */
    static RunDirectory ofParent(Path root) {
        return new RunDirectory(root, Lent.of(Optional.empty()));
    }

    /** A folder name that is not taken yet: {@code runs/PREFIX-001} and so on. */
    static Path unused(String prefix) {
        for (int i = 1; ; i++) {
            Path candidate = Path.of("runs", String.format(Locale.ROOT, "%s-%03d", prefix, i));
            if (Files.notExists(candidate)) {
                return candidate;
            }
        }
    }

    Path root() {
        return root;
    }

    /** Where a class's files are or will be. */
    Path classPath(ClassLabel label) {
        return root.resolve(CLASSES).resolve(label.directoryName());
    }

    /** The same folder, made if missing. */
    Path classFolder(ClassLabel label) {
        Path folder = classPath(label);
        create(folder);
        return folder;
    }

    /** The file of lines, one a step. */
    Path events() {
        return root.resolve(EVENTS);
    }

    /** The result of a class that was finished earlier. */
    Optional<ObjectNode> finished(ClassLabel label) {
        Path file = classPath(label).resolve(RESULT);
        return Files.exists(file) ? Optional.of(JsonFile.read(file)) : Optional.empty();
    }

    /** Where the state of an unfinished class is. */
    Path stateFile(ClassLabel label) {
        return classFolder(label).resolve(STATE);
    }

    /** The state at which an earlier process left a class, if it did. */
    Optional<SavedTuning> savedState(ClassLabel label, String run) {
        Path file = stateFile(label);
        return Files.exists(file) ? Optional.of(SavedTuning.read(file, run, label.index())) : Optional.empty();
    }

    /** Forgets the state of a class that is finished. */
    void deleteState(ClassLabel label) {
        try {
            Files.deleteIfExists(stateFile(label));
        } catch (IOException e) {
            throw new CannotCreateException(stateFile(label) + ": cannot be deleted: " + reason(e), e);
        }
    }

    /**
     * The row of a finished class.
     *
     * @param columns the length of an embedding
     * @throws CorruptInputException if the file holds something else
     */
    float[] embedding(ClassLabel label, int columns) {
        Path file = classFolder(label).resolve("embedding.npy");
        float[] row = NpyFile.read(file).floats();
        if (row.length != columns) {
            throw new CorruptInputException(file + ": " + row.length + " numbers, expected an embedding of " + columns);
        }
        return row;
    }

    /** Writes {@code embeddings.npy}. */
    void write(EmbeddingMatrix matrix) {
        NpyFile.write(
                root.resolve("embeddings.npy"),
                NpyArray.ofFloats(new long[] {matrix.rows(), matrix.columns()}, matrix.values()));
    }

    /** An earlier record of this run; a missing node where there is none. */
    JsonNode recorded() {
        Path file = root.resolve(RECORD);
        return Files.exists(file) ? JsonFile.read(file) : MissingNode.getInstance();
    }

    void write(String name, ObjectNode content) {
        AtomicFile.writeString(root.resolve(name), JsonFile.pretty(content));
    }

    @Override
    public void close() {
        lock.close();
    }

    /**
     * Checks that a folder could hold a run, as far as an earlier one in it goes; it need not be there.
     *
     * @throws SettingsConflictException if it holds a run of other settings
     */
    static void check(Path root, ObjectNode identity) {
        Path file = root.resolve(RECORD);
        if (Files.notExists(file)) {
            return;
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

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CannotCreateException(folder + ": the folder cannot be made: " + reason(e), e);
        }
    }

    /** Why a file or folder could not be made or deleted, in words. */
    static String reason(IOException error) {
        return error instanceof FileAlreadyExistsException
                ? "there is a file of this name"
                : error instanceof AccessDeniedException ? "permission denied" : String.valueOf(error.getMessage());
    }
}
