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
 * A run's folder, held by this process, or by the one that started it:
 *
 * <pre>
 * run.json                       provenance: settings in force, models' digests, tool, engine, times
 * events.jsonl                   one line a step, of finished classes
 * run.log                        the whole log
 * classes/0005-shirt/            while unfinished: state.bin, the class's own events.jsonl, and .claim-1 of who tunes it; then
 *                                embedding.npy and .json, noise-layer.npy where one was trained, before.png,
 *                                after.png, before-after.png, result.json (written last)
 * classes/0005-shirt/steps/      with --save-every: pictures and rows under way
 * top-rows/0005-shirt.json       with --initial top: the rows that a class starts at
 * embeddings.npy                 the whole matrix with the tuned rows; of a repurposed generator the new rows
 * classes.json, start-rows.json  of a repurposed generator: the new rows' names, and the rows they started at
 * </pre>
 */
public final class RunDirectory implements AutoCloseable {
    /** The record of a run in its folder. */
    public static final String RECORD = "run.json";

    /** The folder of the classes' folders. */
    public static final String CLASSES = "classes";

    /** A line for each step; of a class's folder while it is under way, of the run's for all that are finished. */
    public static final String EVENTS = "events.jsonl";

    /** The whole log. */
    public static final String LOG = "run.log";

    /** What marks a class as finished, in its folder. */
    public static final String RESULT = "result.json";

    /** How far the tuning of an unfinished class is, in its folder. */
    public static final String STATE = "state.bin";

    /** A class's embedding, in its folder. */
    public static final String EMBEDDING = "embedding.npy";

    /** Which generator a class's embedding belongs to, in its folder. */
    static final String BASE = "embedding.json";

    /** The noise layer that an embedding needs, in its folder. */
    static final String NOISE_LAYER = "noise-layer.npy";

    /** Samples of a class before the tuning, in its folder. */
    public static final String BEFORE = "before.png";

    /** Samples from the same latents after it. */
    public static final String AFTER = "after.png";

    /** Both beside each other. */
    public static final String BEFORE_AFTER = "before-after.png";

    /** The folder of embeddings and pictures under way, in a class's folder. */
    public static final String STEPS = "steps";

    /** The folder of the rows that classes start at. */
    public static final String TOP_ROWS = "top-rows";

    /** The rows that a target's classes have to beat. */
    public static final String START_ROWS = "start-rows.json";

    /** The whole matrix. */
    public static final String MATRIX = "embeddings.npy";

    /** The names of the matrix's rows where they are another data set's. */
    public static final String CLASS_NAMES = "classes.json";

    /** Which generator the run has written. */
    public static final String WRITTEN_GENERATOR = "written-generator.json";

    private final Path root;
    private final Optional<FolderClaim> claim;
    private final RunEvents events;

    private RunDirectory(Path root, Optional<FolderClaim> claim) {
        this.root = root;
        this.claim = claim;
        this.events = new RunEvents(root.resolve(EVENTS));
    }

    /**
     * Opens a run's folder, new or begun earlier.
     *
     * @param root the folder, made if missing
     * @param identity what must agree for the run to be continued: settings and models
     * @throws SettingsConflictException if it holds a run of other settings, or another process works in it
     * @throws MissingInputException if it holds a run whose record is gone
     * @throws CorruptInputException if a link or a pipe stands in place of one of its files
     * @throws CannotCreateException if it cannot be made, or holds something else
     */
    public static RunDirectory open(Path root, RunIdentity identity) {
        createAll(root);
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

    /** Workers of a parent that was killed end in a moment; tasks of an array may run for days. */
    private void awaitUnused() {
        boolean shared = recorded().map(RunRecord::shards).orElse(0) > 0;
        list(root.resolve(CLASSES)).forEach(folder -> ClassFolder.awaitUnused(folder, shared));
    }

    /**
     * Claims a folder to put what is finished in its classes together; others may tune classes in it meanwhile.
     *
     * @param root the folder, made if missing
     * @throws SettingsConflictException if another process works in it alone
     */
    public static RunDirectory claim(Path root) {
        createAll(root);
        return new RunDirectory(root, Optional.of(FolderClaim.acquire(root)));
    }

    /**
     * Opens a folder in which others tune classes at the same time, new or begun earlier. It is not held: each class is, by
     * {@link ClassClaims}.
     *
     * @throws SettingsConflictException if it holds a run of other settings
     * @throws CannotCreateException if it cannot be made, or holds something else
     */
    public static RunDirectory share(Path root, RunIdentity identity) {
        createAll(root);
        identity.check(root);
        return new RunDirectory(root, Optional.empty());
    }

    /** A run's folder that the process which started this one has opened, and keeps open. */
    public static RunDirectory ofParent(Path root) {
        return new RunDirectory(root, Optional.empty());
    }

    /**
     * Makes a folder of a name that is not taken yet, {@code PREFIX-001} and so on. Of several processes that do so at once
     * each gets its own.
     *
     * @param parent where, made if missing
     */
    public static Path unused(Path parent, String prefix) {
        createAll(parent);
        for (int i = 1; ; i++) {
            Path candidate = parent.resolve(String.format(Locale.ROOT, "%s-%03d", prefix, i));
            try {
                return Files.createDirectory(candidate);
            } catch (FileAlreadyExistsException e) {
                // Taken; the next one.
            } catch (IOException e) {
                throw cannotMake(candidate, e);
            }
        }
    }

    /** The same in {@code runs}. */
    public static Path unused(String prefix) {
        return unused(Path.of("runs"), prefix);
    }

    public Path root() {
        return root;
    }

    /** Where a class's files are or will be. */
    Path classPath(ClassLabel label) {
        return root.resolve(CLASSES).resolve(label.directoryName());
    }

    /** Opens a class's folder to tune the class, made if missing; the caller closes it. */
    public ClassFolder open(ClassLabel label) {
        return ClassFolder.open(createClass(label));
    }

    /** A class's folder, made if missing. */
    Path createClass(ClassLabel label) {
        create(root.resolve(CLASSES));
        create(classPath(label));
        return classPath(label);
    }

    /**
     * Takes the lines of a finished class into the run's. Doing so twice, or again after having been killed meanwhile, leaves
     * them there once.
     *
     * @param label a finished class, whose folder no worker has open
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
     * The result of a class that was finished earlier.
     *
     * @throws CorruptInputException if the file holds something else
     */
    public Optional<ObjectNode> finished(ClassLabel label) {
        Path file = classPath(label).resolve(RESULT);
        return RegularFile.folderExists(classPath(label)) && RegularFile.exists(file)
                ? Optional.of(ClassResult.read(file, label))
                : Optional.empty();
    }

    /**
     * The row of a finished class.
     *
     * @param columns the length of an embedding
     * @param bounds what no number of a tuned or an original row is beyond
     * @throws CorruptInputException if the file holds something else
     */
    public float[] embedding(ClassLabel label, int columns, EmbeddingBounds bounds) {
        Path file = classPath(label).resolve(EMBEDDING);
        float[] row = NpyFile.read(file).floats();
        if (row.length != columns) {
            throw new CorruptInputException(file + ": " + row.length + " numbers, expected an embedding of " + columns);
        }
        for (int i = 0; i < row.length; i++) {
            // Not the other way round: NaN is in no order.
            if (!(row[i] >= bounds.low() && row[i] <= bounds.high())) {
                throw new CorruptInputException(
                        file + ": number " + i + " is " + row[i] + ", and no row of this run has"
                                + " one outside " + bounds.low() + " to " + bounds.high() + "; delete the " + RESULT
                                + " beside it to tune the class again");
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
     * The record of this run that an earlier process left, if one did.
     *
     * @throws CorruptInputException if it is damaged
     */
    public Optional<RunRecord> recorded() {
        Path file = root.resolve(RECORD);
        return RegularFile.exists(file) ? Optional.of(RunRecord.read(file)) : Optional.empty();
    }

    /** Writes the record if there is none; of several processes that do so at once the first one's stays. */
    public void writeOnce(RunRecord record) {
        writeOnce(RECORD, (ObjectNode) JsonFile.tree(record));
    }

    /** Writes another file of the run if it is not there; of several processes that do so at once the first one's stays. */
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

    /** What a folder holds, in the order of names; nothing where it is none. */
    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw new CannotCreateException(folder + ": cannot be read: " + reason(e), e);
        }
    }

    /**
     * Makes a folder of a run if it is missing.
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
            // By another process meanwhile, or something else is in its place.
            if (!RegularFile.folderExists(folder)) {
                throw cannotMake(folder, e);
            }
        } catch (IOException e) {
            throw cannotMake(folder, e);
        }
    }

    /** Makes a folder that the user names, and those around it. It may be a link: earlier builds of Java 17 refuse to make one. */
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
        return new CannotCreateException(folder + ": the folder cannot be made: " + reason(e), e);
    }

    /** Why a file or folder could not be made or deleted, in words. */
    static String reason(IOException error) {
        return error instanceof FileAlreadyExistsException
                ? "there is a file of this name"
                : error instanceof AccessDeniedException ? "permission denied" : String.valueOf(error.getMessage());
    }
}
