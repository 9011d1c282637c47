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
 * A run as its folder shows it, finished, under way or damaged in places; read without locking the folder, so that a
 * process may work in it meanwhile.
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
     * Reads the record of a run and how far each of its classes is.
     *
     * @param root a folder with a {@code run.json}
     * @throws MissingInputException if there is none
     * @throws CorruptInputException if that is not the record of a run
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
            Path folder = root.resolve(RunDirectory.CLASSES).resolve(label.directoryName());
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

    /** A class that an earlier request of the same run finished; empty if its result doesn't even name it. */
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

    /** The run's folder. */
    public Path root() {
        return root;
    }

    /** Its {@code run.json}. */
    public RunRecord record() {
        return record;
    }

    /** The classes asked for last, in order, then those that earlier requests finished. */
    public List<RecordedClass> classes() {
        return classes;
    }

    /** Whether the run came to its end. */
    public boolean finished() {
        return record.finished() != null;
    }

    /**
     * Hands on the lines of a class's events, in order. A last line that is still being written is left out.
     *
     * @return how many lines are no JSON objects, and were left out
     * @throws CorruptInputException if the file can't be read
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
