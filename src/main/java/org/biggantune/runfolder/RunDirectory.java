package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.RegularFile;
import org.biggantune.report.JsonFile;

/**
 * A run's folder, claimed by this process or by its parent:
 *
 * <pre>
 * run.json                       provenance: effective settings, digests of the models, tool, engine, times
 * events.jsonl                   one line per step of the finished classes
 * run.log                        the complete log
 * classes/0005-shirt/            while unfinished: state.bin, the class's own events.jsonl, and the claim .claim-1; then
 *                                embedding.npy and .json, noise-layer.npy if one was trained, before.png, after.png,
 *                                before-after.png, result.json (written last)
 * classes/0005-shirt/steps/      with --save-every: pictures and embeddings during tuning
 * top-rows/0005-shirt.json       with --initial top: the embeddings that a class starts from
 * embeddings.npy                 the generator's matrix with the tuned rows; after repurpose, a matrix of the new rows
 * classes.json, start-rows.json  after repurpose: the names of the new rows, and the baselines that they started from
 * </pre>
 */
public final class RunDirectory implements AutoCloseable {
    /** The record of a run in its folder. */
    public static final String RECORD = "run.json";

    /** The folder of the classes' folders. */
    public static final String CLASSES = "classes";

    /** A line for each step: of a class being tuned in its folder, of all finished classes in the run's. */
    public static final String EVENTS = "events.jsonl";

    /** The complete log. */
    public static final String LOG = "run.log";

    /** The result of a class, in its folder; marks it as finished. */
    public static final String RESULT = "result.json";

    /** The saved state of an unfinished class, in its folder. */
    public static final String STATE = "state.bin";

    /** The tuned embedding of a class, in its folder. */
    public static final String EMBEDDING = "embedding.npy";

    /** The generator that an embedding belongs to, in the class's folder. */
    static final String BASE = "embedding.json";

    /** The noise layer that an embedding needs, in the class's folder. */
    static final String NOISE_LAYER = "noise-layer.npy";

    /** Samples of a class before tuning, in its folder. */
    public static final String BEFORE = "before.png";

    /** Samples after tuning, from the same latents. */
    public static final String AFTER = "after.png";

    /** Both side by side. */
    public static final String BEFORE_AFTER = "before-after.png";

    /** The folder of embeddings and pictures during tuning, in a class's folder. */
    public static final String STEPS = "steps";

    /** The folder of the classes' TensorBoard logs. */
    public static final String TENSORBOARD = "tensorboard";

    /** The folder of the ranked embeddings that classes start from. */
    public static final String TOP_ROWS = "top-rows";

    /** The baseline embeddings of a target's classes. */
    public static final String START_ROWS = "start-rows.json";

    /** The embedding matrix. */
    public static final String MATRIX = "embeddings.npy";

    /** The names of the rows of the matrix, if they are classes of another data set. */
    public static final String CLASS_NAMES = "classes.json";

    private final Path root;
    private final Optional<FolderClaim> claim;
    private final RunEvents events;

    private RunDirectory(Path root, Optional<FolderClaim> claim) {
        this.root = root;
        this.claim = claim;
        this.events = new RunEvents(root.resolve(EVENTS));
    }

    /**
     * Claims and opens the folder of a new or an earlier run.
     *
     * @param root the folder, created if missing
     * @param identity the settings and models that must be the same for the run to be resumed
     * @throws SettingsConflictException if its run has other settings, or another process works in it
     * @throws MissingInputException if its run has no record
     * @throws CorruptInputException if one of its files is a link or a pipe
     * @throws CannotCreateException if it cannot be created, or has other files
     */
    public static RunDirectory open(Path root, RunIdentity identity) {
        createAll(root);
        if (!RegularFile.exists(root.resolve(RECORD))) {
            // Before the claim, which would stay among files that are not those of a run.
            identity.check(root);
        }
        FolderClaim claim = FolderClaim.acquire(root);
        try {
            RunDirectory directory = new RunDirectory(root, Optional.of(claim));
            identity.check(root);
            create(root.resolve(CLASSES));
            directory.awaitUnused();
            AtomicFile.deleteLeftovers(root);
            return directory;
        } catch (RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /** Waits for the workers of a killed parent, but not for array tasks, which may run for days. */
    private void awaitUnused() {
        boolean shared = recorded().map(RunRecord::shards).orElse(0) > 0;
        list(root.resolve(CLASSES)).forEach(folder -> ClassFolder.awaitUnused(folder, shared));
    }

    /**
     * Claims a folder to publish its finished classes; other processes may still be tuning classes in it.
     *
     * @param root the folder, created if missing
     * @throws SettingsConflictException if another process has claimed it
     */
    public static RunDirectory claim(Path root) {
        createAll(root);
        return new RunDirectory(root, Optional.of(FolderClaim.acquire(root)));
    }

    /**
     * Opens a new or existing folder that several processes share. The folder is not claimed; {@link ClassClaims} claims
     * classes.
     *
     * @throws SettingsConflictException if its run has other settings
     * @throws CannotCreateException if it cannot be created, or has other files
     */
    public static RunDirectory share(Path root, RunIdentity identity) {
        createAll(root);
        identity.check(root);
        create(root.resolve(CLASSES));
        return new RunDirectory(root, Optional.empty());
    }

    /** Opens the folder that this worker's parent keeps open. */
    public static RunDirectory ofParent(Path root) {
        return new RunDirectory(root, Optional.empty());
    }

    /**
     * Creates a folder with the next free name, {@code PREFIX-001} and so on. Simultaneous calls of several processes get
     * different folders.
     *
     * @param parent the folder to create it in, created if missing
     */
    public static Path unused(Path parent, String prefix) {
        createAll(parent);
        for (int i = 1; ; i++) {
            Path candidate = parent.resolve(String.format(Locale.ROOT, "%s-%03d", prefix, i));
            try {
                return Files.createDirectory(candidate);
            } catch (FileAlreadyExistsException e) {
                // Try the next number.
            } catch (IOException e) {
                throw cannotMake(candidate, e);
            }
        }
    }

    /** Creates a folder with the next free name in {@code runs}. */
    public static Path unused(String prefix) {
        return unused(Path.of("runs"), prefix);
    }

    public Path root() {
        return root;
    }

    /** Returns the folder of a class in a run's folder; it need not exist. */
    public static Path classPath(Path root, ClassLabel label) {
        return root.resolve(CLASSES).resolve(label.directoryName());
    }

    /** Returns the folder of a class, which need not exist. */
    Path classPath(ClassLabel label) {
        return classPath(root, label);
    }

    /** Claims and opens the folder of a class, creating it if missing; the caller closes it. */
    public ClassFolder open(ClassLabel label) {
        return ClassFolder.open(createClass(label));
    }

    /** Returns the folder of a class, creating it if missing. */
    Path createClass(ClassLabel label) {
        create(classPath(label));
        return classPath(label);
    }

    /**
     * Moves the event lines of a finished class to the run's file. Idempotent, also after a kill in the middle.
     *
     * @param label a finished class; no worker has its folder open
     * @return the class's result
     */
    public ObjectNode publish(ClassLabel label) {
        ObjectNode result = finished(label).orElseThrow();
        Path folder = classPath(label);
        Path lines = folder.resolve(EVENTS);
        if (RegularFile.exists(lines)) {
            events.put(label.index(), lines);
        }
        ClassFolder.delete(lines);
        ClassFolder.delete(folder.resolve(STATE));
        FolderClaim.remove(folder);
        return result;
    }

    /**
     * Returns the result of a class, if it is finished.
     *
     * @throws CorruptInputException if the file is not the result of this class
     */
    public Optional<ObjectNode> finished(ClassLabel label) {
        Path file = classPath(label).resolve(RESULT);
        return RegularFile.folderExists(classPath(label)) && RegularFile.exists(file)
                ? Optional.of(ClassResult.read(file, label))
                : Optional.empty();
    }

    /**
     * Reads the embedding of a finished class.
     *
     * @param columns the length of an embedding
     * @param bounds the range of all tuned and original embeddings
     * @throws CorruptInputException if the file has another length or a value out of bounds
     */
    public float[] embedding(ClassLabel label, int columns, EmbeddingBounds bounds) {
        Path file = classPath(label).resolve(EMBEDDING);
        float[] row = NpyFile.read(file).floats();
        if (row.length != columns) {
            throw new CorruptInputException(file + ": " + row.length + " numbers, expected an embedding of " + columns);
        }
        for (int i = 0; i < row.length; i++) {
            // Written so that NaN is refused.
            if (!(row[i] >= bounds.low() && row[i] <= bounds.high())) {
                throw new CorruptInputException(
                        file + ": number " + i + " is " + row[i] + ", but this run's embeddings are within "
                                + bounds.low() + " to " + bounds.high() + "; delete the " + RESULT
                                + " in the same folder to tune the class again");
            }
        }
        return row;
    }

    /** Writes {@code embeddings.npy}. */
    public void write(EmbeddingMatrix matrix) {
        NpyFile.write(
                root.resolve(MATRIX), NpyArray.ofFloats(new long[] {matrix.rows(), matrix.columns()}, matrix.values()));
    }

    /** Writes {@code classes.json}, the names of the matrix's rows. */
    public void writeClassNames(List<String> names) {
        AtomicFile.writeString(root.resolve(CLASS_NAMES), JsonFile.pretty(JsonFile.tree(names)));
    }

    /**
     * Returns the record that an earlier process of this run has left, if any.
     *
     * @throws CorruptInputException if it is damaged
     */
    public Optional<RunRecord> recorded() {
        Path file = root.resolve(RECORD);
        return RegularFile.exists(file) ? Optional.of(RunRecord.read(file)) : Optional.empty();
    }

    /** Writes the record if there is none. Of several simultaneous processes the first one wins. */
    public void writeOnce(RunRecord record) {
        writeOnce(RECORD, (ObjectNode) JsonFile.tree(record));
    }

    /** Writes another file of the run if it does not exist. Of several simultaneous processes the first one wins. */
    public void writeOnce(String name, ObjectNode content) {
        AtomicFile.writeOnce(root.resolve(name), JsonFile.pretty(content));
    }

    /** Writes the record. */
    public void write(RunRecord record) {
        write(RECORD, (ObjectNode) JsonFile.tree(record));
    }

    /** Writes another file of the run. */
    public void write(String name, ObjectNode content) {
        AtomicFile.writeString(root.resolve(name), JsonFile.pretty(content));
    }

    @Override
    public void close() {
        claim.ifPresent(FolderClaim::close);
    }

    /** Lists the content of a folder by name; empty if there is no such folder. */
    public static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw new CannotCreateException(folder + ": cannot be read: " + reason(e), e);
        }
    }

    /**
     * Creates a folder inside a run's if it is missing.
     *
     * @throws CorruptInputException if a link or a file has its name
     */
    public static void create(Path folder) {
        if (RegularFile.folderExists(folder)) {
            return;
        }
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            // Fine if another process has just created the folder.
            if (!RegularFile.folderExists(folder)) {
                throw cannotMake(folder, e);
            }
        } catch (IOException e) {
            throw cannotMake(folder, e);
        }
    }

    /** Creates a folder and its parents unless it is a folder or a link to one, which early JDK 17 builds refuse to create. */
    private static void createAll(Path folder) {
        if (!Files.isDirectory(folder)) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw cannotMake(folder, e);
            }
        }
    }

    private static CannotCreateException cannotMake(Path folder, IOException e) {
        return new CannotCreateException(folder + ": the folder cannot be created: " + reason(e), e);
    }

    /** Describes why a file or folder could not be created or deleted. */
    static String reason(IOException error) {
        return error instanceof FileAlreadyExistsException
                ? "a file of this name exists"
                : error instanceof AccessDeniedException ? "permission denied" : String.valueOf(error.getMessage());
    }
}
