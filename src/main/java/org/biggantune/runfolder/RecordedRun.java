package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.report.JsonFile;

/**
 * A run as recorded in its folder, whether finished, in progress or partly damaged. Reading it does not lock the folder, so
 * another process may be working in it.
 */
public final class RecordedRun {
    private final Path root;
    private final RunRecord record;
    private final List<RecordedClass> classes;
    private final RunEvents events;

    private RecordedRun(Path root, RunRecord record, List<RecordedClass> classes) {
        this.root = root;
        this.record = record;
        this.classes = List.copyOf(classes);
        this.events = new RunEvents(root.resolve(RunDirectory.EVENTS));
    }

    /**
     * Reads the record of a run and the state of each of its classes.
     *
     * @param root a folder with a {@code run.json}
     * @throws MissingInputException if there is no {@code run.json}
     * @throws CorruptInputException if it is not the record of a run
     */
    public static RecordedRun read(Path root) {
        Path file = root.resolve(RunDirectory.RECORD);
        if (!Files.exists(file)) {
            throw new MissingInputException(file + ": no such file; expected the folder of a run");
        }
        RunRecord record = RunRecord.read(file);
        List<RecordedClass> classes = new ArrayList<>();
        Set<Path> folders = new LinkedHashSet<>();
        for (ClassLabel label : new LinkedHashSet<>(record.classes())) {
            Path folder = RunDirectory.classPath(root, label);
            folders.add(folder);
            classes.add(recorded(label, folder));
        }
        for (Path folder : RunDirectory.list(root.resolve(RunDirectory.CLASSES))) {
            if (!folders.contains(folder) && Files.exists(folder.resolve(RunDirectory.RESULT))) {
                ofAnotherRequest(folder).ifPresent(classes::add);
            }
        }
        return new RecordedRun(root, record, classes);
    }

    /** Reads a class that an earlier command finished in this run; empty if its result does not name a class. */
    private static Optional<RecordedClass> ofAnotherRequest(Path folder) {
        try {
            Path result = folder.resolve(RunDirectory.RESULT);
            return Optional.of(
                    recorded(ClassResult.label(result, JsonFile.read(result).path("class")), folder));
        } catch (CorruptInputException e) {
            return Optional.empty();
        }
    }

    private static RecordedClass recorded(ClassLabel label, Path folder) {
        Path result = folder.resolve(RunDirectory.RESULT);
        if (Files.exists(result)) {
            try {
                return new RecordedClass(
                        label, folder, RecordedClass.State.FINISHED, Optional.of(ClassResult.read(result, label)), "");
            } catch (BigganTuneException e) {
                return new RecordedClass(
                        label, folder, RecordedClass.State.DAMAGED, Optional.empty(), String.valueOf(e.getMessage()));
            }
        }
        boolean begun = Files.exists(folder.resolve(RunDirectory.EVENTS));
        RecordedClass.State state = begun ? RecordedClass.State.UNDER_WAY : RecordedClass.State.WAITING;
        return new RecordedClass(label, folder, state, Optional.empty(), "");
    }

    /** Returns the run's folder. */
    public Path root() {
        return root;
    }

    /** Returns the content of {@code run.json}. */
    public RunRecord record() {
        return record;
    }

    /** Returns the classes of the last command, in order, then others that earlier commands have finished. */
    public List<RecordedClass> classes() {
        return classes;
    }

    /** Returns whether the run is complete. */
    public boolean finished() {
        return record.finished() != null;
    }

    /**
     * Passes the event lines of a class to a consumer, in order, except for an incomplete last line.
     *
     * @return the number of lines skipped because they are not JSON objects
     * @throws CorruptInputException if the file cannot be read
     */
    public int events(RecordedClass of, Consumer<ObjectNode> lines) {
        Path own = of.folder().resolve(RunDirectory.EVENTS);
        try {
            return Files.exists(own)
                    ? EventLines.each(own, 0, Long.MAX_VALUE, lines)
                    : events.each(of.label().index(), lines);
        } catch (IOException e) {
            throw new CorruptInputException(root.resolve(RunDirectory.EVENTS) + ": cannot be read: " + e, e);
        }
    }
}
