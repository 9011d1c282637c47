package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.io.MessageText;
import org.biggantune.runfolder.RunDirectory;
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
        return new RecordedLoad(
                count(
                        directory,
                        BatchParts.FIELD,
                        settings.load().parallelParts(),
                        settings.optimization().batch()),
                count(
                        directory,
                        ParallelRestartCount.FIELD,
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

    private static OptionalInt count(RunDirectory directory, String field, int asked, int most) {
        JsonNode number = directory.recorded().path(field);
        if (asked != LoadSettings.AUTO || number.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!number.isInt() || number.asInt() < 1 || number.asInt() > most) {
            throw new CorruptInputException(directory.root().resolve(RunDirectory.RECORD) + ": " + field + " is "
                    + MessageText.of(number.toString()) + ", expected 1 to " + most
                    + "; put it right, or use another folder");
        }
        return OptionalInt.of(number.asInt());
    }

    /** Writes what is known now. */
    static void put(ObjectNode record, LoadSettings known) {
        record.put(BatchParts.FIELD, known.parallelParts()).put(ParallelRestartCount.FIELD, known.parallelStarts());
    }
}
