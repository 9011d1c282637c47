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
 * How much a run works on at once, as its record has it from its beginning on.
 *
 * @param parts of a batch that are worked on side by side; empty where the run is new, or the user says it
 * @param starts of a class that are tuned together; empty where the run is new, or the user says it
 */
record RecordedLoad(OptionalInt parts, OptionalInt starts) {
    /**
     * What the record of a run in its folder says.
     *
     * @throws CorruptInputException if it cannot be what a run of these settings came to
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
     * What a run comes to by itself whose classes are tuned by several processes, on a processor at least: the same for
     * each of them.
     *
     * @param workers processes that share the threads
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
                    field + " is " + number + ", expected 1 to " + most + "; put it right, or use another folder");
        }
        return OptionalInt.of(number);
    }
}
