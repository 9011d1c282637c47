package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;

/**
 * A class as a run's folder has it.
 *
 * @param label the class
 * @param folder where its files are or will be
 * @param state how far it is
 * @param result its {@code result.json}, of a finished class
 * @param problem what is wrong with its files, in words; empty unless it is damaged
 */
public record RecordedClass(ClassLabel label, Path folder, State state, Optional<ObjectNode> result, String problem) {
    /** How far a class is. */
    public enum State {
        /** Its result is there. */
        FINISHED,
        /** Its tuning began, and goes on, was stopped or was killed. */
        UNDER_WAY,
        /** Nothing of it is there. */
        WAITING,
        /** Its result can't be read. */
        DAMAGED
    }

    /** The generator's class whose embedding it was compared with: its own, unless its result names another one. */
    public ClassLabel original() {
        return result.filter(json -> json.has("startRow"))
                .map(json -> ClassResult.label(folder, json.path("startRow")))
                .orElse(label);
    }
}
