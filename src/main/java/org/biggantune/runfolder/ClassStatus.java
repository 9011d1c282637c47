package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.io.RegularFile;
import org.biggantune.report.JsonFile;

/**
 * The status of a class of a run, read without disturbing the process that tunes it.
 *
 * @param label the class
 * @param folder the class's folder, which need not exist
 * @param state the class's state
 * @param result the class's {@code result.json}, if it is done
 * @param claim the latest claim; an empty object if there is none
 * @param heartbeatSeconds the time since the owner's last heartbeat; empty if the class is not running
 * @param error one line saying why the class failed, or why it was started but is not running; may be empty
 */
public record ClassStatus(
        ClassLabel label,
        Path folder,
        State state,
        Optional<ObjectNode> result,
        ObjectNode claim,
        Optional<Long> heartbeatSeconds,
        String error) {
    /** The state of a class. */
    public enum State {
        DONE,
        RUNNING,
        FAILED,
        WAITING;

        /** Returns the name used in JSON and messages. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static ClassStatus of(ClassLabel label, Path folder, State state, ObjectNode claim, String error) {
        return new ClassStatus(label, folder, state, Optional.empty(), claim, Optional.empty(), error);
    }

    /** Reads the status of a class from its folder. */
    static ClassStatus read(ClassLabel label, Path folder) {
        try {
            if (RegularFile.folderExists(folder)) {
                Path result = folder.resolve(RunDirectory.RESULT);
                return RegularFile.exists(result)
                        ? done(label, folder, ClassResult.read(result, label))
                        : unfinished(label, folder);
            }
            return of(label, folder, State.WAITING, JsonFile.object(), "");
        } catch (BigganTuneException e) {
            return of(label, folder, State.FAILED, JsonFile.object(), e.getMessage());
        }
    }

    private static ClassStatus done(ClassLabel label, Path folder, ObjectNode result) {
        return new ClassStatus(label, folder, State.DONE, Optional.of(result), JsonFile.object(), Optional.empty(), "");
    }

    private static ClassStatus unfinished(ClassLabel label, Path folder) {
        Optional<ClaimFile> latest = ClaimFile.latest(folder);
        if (latest.isEmpty()) {
            return of(label, folder, State.WAITING, JsonFile.object(), "");
        }
        ClaimFile claim = latest.get();
        String error = claim.content().path("error").asText();
        if (claim.isOver()) {
            return of(label, folder, error.isEmpty() ? State.WAITING : State.FAILED, claim.content(), error);
        }
        ClaimOwner owner = claim.owner();
        if (owner.isVisibleTo(ClaimOwner.ofProcess()) && !owner.isAlive()) {
            return of(label, folder, State.WAITING, claim.content(), claim.holder() + " is gone");
        }
        long age = claim.age().toSeconds();
        if (age > ClaimTiming.DEFAULT.stale().toSeconds()) {
            return of(
                    label,
                    folder,
                    State.WAITING,
                    claim.content(),
                    claim.holder() + " has been silent for " + age + " s");
        }
        return new ClassStatus(
                label, folder, State.RUNNING, Optional.empty(), claim.content(), Optional.of(age), error);
    }
}
