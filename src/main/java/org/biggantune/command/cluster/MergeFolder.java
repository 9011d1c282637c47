package org.biggantune.command.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.MessageText;
import org.biggantune.io.SameFile;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.PeakMemory;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunEvents;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.RunRecord;
import org.biggantune.runfolder.RunStatus;

/** The output folder of a merge: that of a single run, which is completed in place, or a new one for several runs. */
final class MergeFolder implements AutoCloseable {
    /** The report of a merge in its folder. */
    static final String REPORT = "merge.json";

    private static final String TABLE = "merge.csv";

    private final RunDirectory directory;
    private final List<RunStatus> runs;
    private final boolean inPlace;

    private MergeFolder(RunDirectory directory, List<RunStatus> runs, boolean inPlace) {
        this.directory = directory;
        this.runs = runs;
        this.inPlace = inPlace;
    }

    /**
     * Claims and opens the folder, in which only array tasks may still be tuning classes. The caller closes it.
     *
     * @param classes the classes of all runs
     * @throws InvalidOptionException if there are several runs and no {@code --out}, or it is one of the runs
     * @throws CannotCreateException if the folder has other files than those of an earlier merge, or a class that none
     *     of the runs has
     */
    static MergeFolder open(MergeOptions options, List<RunStatus> runs, Set<ClassLabel> classes) {
        if (options.out.isEmpty()) {
            if (runs.size() > 1) {
                throw new InvalidOptionException("merge: " + runs.size()
                        + " runs to combine; give the folder for the combined run with --out DIR");
            }
            return new MergeFolder(RunDirectory.claim(runs.get(0).root()), runs, true);
        }
        Path out = options.out.get();
        for (RunStatus run : runs) {
            if (SameFile.of(out, run.root())) {
                if (runs.size() == 1) {
                    return new MergeFolder(RunDirectory.claim(out), runs, true);
                }
                throw new InvalidOptionException("--out " + out + ": is one of the runs; give another folder");
            }
        }
        requireNewOrMerged(out);
        requireNoOther(out, classes);
        return new MergeFolder(RunDirectory.claim(out), runs, false);
    }

    private static void requireNewOrMerged(Path out) {
        if (!Files.exists(out) || Files.exists(out.resolve(REPORT))) {
            return;
        }
        try (Stream<Path> files = Files.list(out)) {
            if (files.anyMatch(file -> !String.valueOf(file.getFileName()).startsWith("."))) {
                throw new CannotCreateException(
                        "--out " + out + ": has other files than those of an earlier merge; give a new folder");
            }
        } catch (IOException e) {
            throw new CannotCreateException("--out " + out + ": cannot be listed: " + MessageText.of(e.toString()), e);
        }
    }

    /** An earlier merge may have the only copy of a class, and one left behind would not belong to the matrix. */
    private static void requireNoOther(Path out, Set<ClassLabel> classes) {
        Set<Path> expected = classes.stream()
                .map(label -> RunDirectory.classPath(out, label))
                .collect(Collectors.toSet());
        for (Path folder : RunDirectory.list(out.resolve(RunDirectory.CLASSES))) {
            if (!expected.contains(folder) && Files.exists(folder.resolve(RunDirectory.RESULT))) {
                throw new CannotCreateException("--out " + out + ": has the class " + folder.getFileName()
                        + " of an earlier merge, which none of these runs has; name its run too, or give a new folder");
            }
        }
    }

    RunDirectory directory() {
        return directory;
    }

    /** Publishes the finished classes in the run itself, or copies their files and lines into the new folder. */
    void take(Map<ClassLabel, MergeSelection.Entry> entries) {
        if (!inPlace) {
            begin();
            Map<ClassLabel, Path> taken = new LinkedHashMap<>();
            entries.forEach((label, entry) -> {
                if (entry.isDone()) {
                    taken.put(label, entry.run().root());
                    new ClassCopy(label, entry.run().root(), directory.root()).make();
                }
            });
            RunEvents.join(directory.root(), taken);
            return;
        }
        // In the order in which a single process would have done so, hence only up to the first missing class.
        for (Map.Entry<ClassLabel, MergeSelection.Entry> entry : entries.entrySet()) {
            if (!entry.getValue().isDone()) {
                return;
            }
            directory.publish(entry.getKey());
        }
    }

    /** Marks a new folder as that of a merge, so that one that breaks off can be repeated. */
    private void begin() {
        Path file = directory.root().resolve(REPORT);
        if (!Files.exists(file)) {
            AtomicFile.writeString(file, JsonFile.pretty(JsonFile.object().put("complete", false)));
        }
    }

    /** Writes record, table and report. */
    void write(MergeReport report) {
        RunRecord record = inPlace ? runs.get(0).record() : joined(report);
        String finished = record.finished();
        if (report.isComplete()) {
            finished = directory
                    .recorded()
                    .flatMap(earlier -> Optional.ofNullable(earlier.finished()))
                    .orElseGet(() -> Instant.now().toString());
        }
        directory.write(record.ending(PeakMemory.most(report.results()), finished));
        AtomicFile.writeString(directory.root().resolve(TABLE), report.csv());
        AtomicFile.writeString(directory.root().resolve(REPORT), report.json());
    }

    /** Returns the record of the combined run: the common part of all records. */
    private RunRecord joined(MergeReport report) {
        RunRecord first = runs.get(0).record();
        RunIdentity common = first.identity();
        for (RunStatus run : runs) {
            common = common.common(run.record().identity());
        }
        return new RunRecord(
                first.tool(),
                first.begunBy(),
                List.of(),
                common,
                List.copyOf(report.entries().keySet()),
                runs.stream().map(run -> run.root().toString()).toList(),
                RunRecord.Work.NONE,
                null,
                null);
    }

    @Override
    public void close() {
        directory.close();
    }
}
