package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;

/**
 * A class as recorded in a run's folder.
 *
 * @param label the class
 * @param folder the class's folder, which need not exist
 * @param state the class's state
 * @param result the class's {@code result.json}, if it is finished
 * @param problem what is wrong with the class's files; empty unless it is damaged
 */
public record RecordedClass(ClassLabel label, Path folder, State state, Optional<ObjectNode> result, String problem) {
    /** The state of a class. */
    public enum State {
        /** It has a result. */
        FINISHED,
        /** Its tuning has started and is running or was stopped or killed. */
        UNDER_WAY,
        /** Its tuning has not started. */
        WAITING,
        /** Its result cannot be read. */
        DAMAGED
    }

    /** Returns the generator's class it was compared with: itself, unless its result names another one. */
    public ClassLabel original() {
        return result.filter(json -> json.has("startRow"))
                .map(json -> ClassResult.label(folder, json.path("startRow")))
                .orElse(label);
    }
}
