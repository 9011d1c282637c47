package org.biggantune.run;

import com.fasterxml.jackson.databind.JsonNode;
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
        JsonNode record = directory.recorded();
        return new RecordedLoad(count(record.path(BatchParts.FIELD)), count(record.path(StartsTogether.FIELD)));
    }

    private static OptionalInt count(JsonNode number) {
        return number.isInt() ? OptionalInt.of(number.asInt()) : OptionalInt.empty();
    }

    /** Writes what is known now. */
    static void put(ObjectNode record, LoadSettings known) {
        record.put(BatchParts.FIELD, known.parallelParts()).put(StartsTogether.FIELD, known.parallelStarts());
    }
}
