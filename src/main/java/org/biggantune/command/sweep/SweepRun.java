package org.biggantune.command.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.biggantune.command.report.RunReport;
import org.biggantune.command.tune.TuningRun;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.DivergedException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.DigestedFiles;
import org.biggantune.io.DirectoryLock;
import org.biggantune.runfolder.RecordedRun;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.workers.StopSignal;
import org.jspecify.annotations.Nullable;

/**
 * Runs the combinations of a sweep one after the other, each into its own folder, and writes {@code sweep.csv} and {@code
 * sweep.json} after each. A combination that diverges does not stop the others; any other failure ends the sweep. Running
 * the same sweep again skips finished combinations.
 */
final class SweepRun {
    private final Path root;
    private final Map<SweepPoint, TuningRun> runs;
    private final Progress progress;

    /** Shared, since combinations mostly use the same models. */
    private final DigestedFiles digests = new DigestedFiles();

    /**
     * Creates a sweep.
     *
     * @param root the sweep's folder
     * @param runs the run of each combination, with the folder {@link SweepPoint#folderName} in the root; not copied
     * @param progress shows which combination runs
     */
    SweepRun(Path root, Map<SweepPoint, TuningRun> runs, Progress progress) {
        this.root = root;
        this.runs = runs;
        this.progress = progress;
    }

    /** Creates a folder for a sweep with the next free name: {@code runs/sweep-improve-001} and so on. */
    static Path unusedFolder(String command) {
        return RunDirectory.unused("sweep-" + command);
    }

    /** Deletes such a folder if it is empty. */
    static void deleteIfEmpty(Path unused) {
        try {
            Files.deleteIfExists(unused);
        } catch (IOException e) {
            // It is not empty, or remains as an empty folder.
        }
    }

    /**
     * Checks every combination as far as possible without tuning.
     *
     * @throws BigganTuneException if a combination would be refused, or the folder is that of a run
     */
    void check() {
        if (Files.exists(root.resolve(RunDirectory.RECORD))) {
            throw new SettingsConflictException(
                    "--out " + root + ": is the folder of a run; a sweep needs its own, choose another one");
        }
        Set<String> names = new HashSet<>();
        runs.forEach((point, run) -> {
            if (!names.add(point.folderName().toLowerCase(Locale.ROOT))) {
                throw new InvalidOptionException(
                        "--sweep: two combinations would share the folder " + point.folderName() + "; drop one");
            }
            if (run.writeGenerator().isPresent()) {
                throw new InvalidOptionException("--write-generator: a sweep has several results; leave the option out"
                        + " and use it with the combination you choose");
            }
            if (run.isShard()) {
                throw new InvalidOptionException(
                        "--shard: a sweep runs in one process; use a separate array for each combination");
            }
            run.check(digests);
        });
    }

    /**
     * Runs all combinations, after {@link #check}.
     *
     * @return all outcomes, including those that diverged
     * @throws StoppedException after a signal
     * @throws BigganTuneException if a combination failed other than by diverging
     */
    @SuppressWarnings("try") // The lock is not used by name, only held.
    SweepSummary execute() {
        List<SweepOutcome> outcomes = new ArrayList<>();
        SweepSummary summary = new SweepSummary(root, outcomes);
        try (DirectoryLock lock = DirectoryLock.acquire(root);
                StopSignal stop = listen()) {
            for (Map.Entry<SweepPoint, TuningRun> entry : runs.entrySet()) {
                SweepPoint point = entry.getKey();
                int number = outcomes.size() + 1;
                if (stop.received().isPresent()) {
                    throw stopped("before", point, number, null);
                }
                progress.say(point + " (" + number + " of " + runs.size() + ")");
                outcomes.add(outcome(point, number, entry.getValue(), stop));
                summary = new SweepSummary(root, outcomes);
                AtomicFile.writeString(root.resolve("sweep.csv"), summary.csv());
                AtomicFile.writeString(root.resolve("sweep.json"), summary.json());
            }
            writePage();
        }
        return summary;
    }

    /** Writes an HTML table of all classes of all combinations, unless reports are turned off. */
    private void writePage() {
        runs.values().iterator().next().report().ifPresent(page -> {
            List<RecordedRun> recorded = runs.keySet().stream()
                    .map(point -> root.resolve(point.folderName()))
                    .filter(folder -> Files.exists(folder.resolve(RunDirectory.RECORD)))
                    .map(RecordedRun::read)
                    .toList();
            page.writeIndex(root.resolve(RunReport.NAME), "sweep: " + root.getFileName(), recorded);
        });
    }

    /** Starts listening for signals, with the limit of any run, since all have the same workers. */
    private StopSignal listen() {
        return runs.values().iterator().next().listen();
    }

    private SweepOutcome outcome(SweepPoint point, int number, TuningRun run, StopCheck stop) {
        try {
            return new SweepOutcome(point, run.execute(stop, digests).results(), Optional.empty());
        } catch (DivergedException e) {
            progress.say(point + ": " + e.getMessage());
            return new SweepOutcome(point, List.of(), Optional.of(e.getMessage()));
        } catch (StoppedException e) {
            throw stopped("in", point, number, e);
        }
    }

    private StoppedException stopped(String where, SweepPoint point, int number, @Nullable Throwable cause) {
        return new StoppedException(
                String.format(
                        Locale.ROOT,
                        "sweep stopped %s combination %d of %d, %s; everything is saved, run the same command with --out"
                                + " %s to resume",
                        where,
                        number,
                        runs.size(),
                        point,
                        root),
                cause);
    }
}
