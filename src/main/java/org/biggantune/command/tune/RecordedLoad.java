package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunRecord;
import org.biggantune.tuning.BatchParts;
import org.biggantune.tuning.ParallelRestartCount;

/**
 * The degree of parallelism that a run recorded when it started, and that every later process keeps.
 *
 * @param parts the parts of a batch computed in parallel; empty if the run is new or the user sets them
 * @param starts the starts of a class tuned in parallel; empty if the run is new or the user sets them
 */
record RecordedLoad(OptionalInt parts, OptionalInt starts) {
    /**
     * Reads it from the record of a run.
     *
     * @throws CorruptInputException if a value is impossible with these settings
     */
    static RecordedLoad of(RunDirectory directory, TuningSettings settings) {
        Optional<RunRecord.Work> work = directory.recorded().map(RunRecord::work);
        Path file = directory.root().resolve(RunDirectory.RECORD);
        return new RecordedLoad(
                count(
                        file + ": parallelParts",
                        work.map(RunRecord.Work::parallelParts),
                        settings.load().parallelParts(),
                        settings.optimization().batch()),
                count(
                        file + ": parallelStarts",
                        work.map(RunRecord.Work::parallelStarts),
                        settings.load().parallelStarts(),
                        settings.start().starts()));
    }

    /**
     * Computes it for a run with several processes, equal for all of them: a number that suits a CPU.
     *
     * @param workers the number of processes that share the threads
     */
    static LoadSettings ofWorkers(RunDirectory directory, TuningOptions options, int workers) {
        RecordedLoad recorded = of(directory, options.settings());
        LoadSettings load = options.settings().load();
        int threads = WorkerTuning.threads(options.compute.threads(), workers);
        return load.inParts(BatchParts.onProcessor(
                        load, options.settings().optimization().batch(), recorded.parts(), threads))
                .together(ParallelRestartCount.ofWorkers(options.settings().load(), recorded.starts()));
    }

    private static OptionalInt count(String field, Optional<Integer> recorded, int asked, int most) {
        if (asked != LoadSettings.AUTO || recorded.isEmpty()) {
            return OptionalInt.empty();
        }
        int number = recorded.get();
        if (number < 1 || number > most) {
            throw new CorruptInputException(
                    field + " is " + number + ", expected 1 to " + most + "; correct the file, or use another folder");
        }
        return OptionalInt.of(number);
    }
}
