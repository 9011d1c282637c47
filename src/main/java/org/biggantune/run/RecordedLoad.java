package org.biggantune.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import org.biggantune.domain.LoadSettings;

/**
 * How much a run works on at once, as its record has it from its beginning on.
 *
 * @param parts of a batch that are worked on side by side; empty where the run is new
 * @param starts of a class that are tuned together; empty where the run is new
 */
record RecordedLoad(OptionalInt parts, OptionalInt starts) {
    /** What the record of a run in its folder says. */
    static RecordedLoad of(RunDirectory directory) {
        return new RecordedLoad(directory.recorded(BatchParts.FIELD), directory.recorded(StartsTogether.FIELD));
    }

    /** Writes what is known now. */
    static void put(ObjectNode record, LoadSettings known) {
        record.put(BatchParts.FIELD, known.parallelParts()).put(StartsTogether.FIELD, known.parallelStarts());
    }
}
