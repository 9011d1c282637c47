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
 * How far a class of a run is, as another process sees it without disturbing the one that tunes it.
 *
 * @param label the class
 * @param folder its folder, which need not be there
 * @param state whether it is finished, and if not whether anybody works on it
 * @param result its {@code result.json}, if it is done
 * @param claim what its latest owner says of itself; an empty object where it has none
 * @param heartbeatSeconds how long ago the owner was heard of; empty where the class is not running
 * @param error in one line why it failed, or why nobody works on it although it was begun; empty where there is none
 */
public record ClassStatus(
        ClassLabel label,
        Path folder,
        State state,
        Optional<ObjectNode> result,
        ObjectNode claim,
        Optional<Long> heartbeatSeconds,
        String error) {
    /** Where a class is on its way. */
    public enum State {
        DONE,
        RUNNING,
        FAILED,
        WAITING;

        /** As users and JSON have it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static ClassStatus of(ClassLabel label, Path folder, State state, ObjectNode claim, String error) {
        return new ClassStatus(label, folder, state, Optional.empty(), claim, Optional.empty(), error);
    }

    /** The status of a class whose files are in a folder, or will be. */
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
                    claim.holder() + " was not heard of for " + age + " s");
        }
        return new ClassStatus(
                label, folder, State.RUNNING, Optional.empty(), claim.content(), Optional.of(age), error);
    }
}
