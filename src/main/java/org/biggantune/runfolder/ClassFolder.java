package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.RegularFile;
import org.biggantune.report.JsonFile;
import org.biggantune.report.JsonLines;
import org.biggantune.tuning.TuningState;

/**
 * The folder of a class that this process has claimed for tuning. State and event lines are kept in this folder during
 * tuning, so that each class can be stopped and resumed independently; {@link RunDirectory#publish} moves the event lines
 * to the run's file once the class is finished.
 */
public final class ClassFolder implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final int LOOK_MILLIS = 100;

    private final Path path;
    private final FolderClaim claim;
    private final JsonLines events;

    private ClassFolder(Path path, FolderClaim claim, JsonLines events) {
        this.path = path;
        this.claim = claim;
        this.events = events;
    }

    /**
     * Claims and opens an existing folder.
     *
     * @throws SettingsConflictException if another process works in it
     * @throws CorruptInputException if one of its files is a link or a pipe
     */
    static ClassFolder open(Path path) {
        return open(path, FolderClaim.acquire(path));
    }

    /** Opens an existing folder with a claim of this process, which the folder closes. */
    static ClassFolder open(Path path, FolderClaim claim) {
        try {
            if (!claim.isFirst()) {
                AtomicFile.deleteLeftovers(path);
            }
            Path events = path.resolve(RunDirectory.EVENTS);
            RegularFile.exists(events);
            return new ClassFolder(path, claim, JsonLines.append(events));
        } catch (RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /**
     * Waits for a worker of a killed parent, which needs a moment to save its state.
     *
     * @param path the folder of a class
     * @param shared whether array tasks share the run, which are not waited for
     * @throws SettingsConflictException if a process still works in the folder after a minute
     */
    static void awaitUnused(Path path, boolean shared) {
        ClaimWatch watch = new ClaimWatch(ClaimTiming.DEFAULT.stale());
        for (int look = 0; ; look++) {
            Optional<ClaimFile> claim = ClaimFile.latest(path);
            ClaimWatch.Standing standing = watch.look(path, claim);
            if (standing == ClaimWatch.Standing.FREE) {
                return;
            }
            if ((shared && standing == ClaimWatch.Standing.HELD) || look > PATIENCE_SECONDS * 1000 / LOOK_MILLIS) {
                throw FolderClaim.inUse(path, claim);
            }
            sleep();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public Path path() {
        return path;
    }

    /** Returns the file of the class's event lines, borrowed. */
    public JsonLines events() {
        return events;
    }

    /** Records the device that tunes the class, for {@code status}. */
    public void onDevice(String device) {
        claim.onDevice(device);
    }

    /**
     * Records the progress of the class, for {@code status}, before anything is written for the step.
     *
     * @param step the steps done so far in all starts
     * @param steps the total number of steps
     * @throws SettingsConflictException if another process has taken the class over while this one was suspended
     */
    public void onStep(long step, long steps) {
        claim.requireHeld();
        claim.onStep(step, steps);
    }

    /** Returns whether another process has taken the class over. */
    public boolean isTakenOver() {
        return claim.isTakenOver();
    }

    /** Records why the class failed, for {@code status}. */
    public void fail(String reason) {
        claim.fail(reason);
    }

    /** Writes {@code embedding.npy}, float32 [1, D]. */
    public void writeEmbedding(float[] embedding) {
        NpyFile.write(
                path.resolve(RunDirectory.EMBEDDING), NpyArray.ofFloats(new long[] {1, embedding.length}, embedding));
    }

    /** Returns the file of the tuning's state, which need not exist. */
    public Path stateFile() {
        return path.resolve(RunDirectory.STATE);
    }

    /** Returns whether the class has a result. */
    public boolean finished() {
        return RegularFile.exists(path.resolve(RunDirectory.RESULT));
    }

    /**
     * Returns the state that an earlier process saved, if any, and removes the event lines written after it.
     *
     * @param run the digest of the run's identity
     * @param check throws {@link IllegalArgumentException} if a state does not belong to this tuning
     * @throws CorruptInputException if the state is damaged or does not match the event lines
     */
    public Optional<SavedTuning> savedState(ClassLabel label, String run, Consumer<TuningState> check) {
        Optional<SavedTuning> saved = RegularFile.exists(stateFile())
                ? Optional.of(SavedTuning.read(stateFile(), run, label.index(), check))
                : Optional.empty();
        long length = saved.map(SavedTuning::events).orElse(0L);
        if (!events.cutTo(length)) {
            throw new CorruptInputException(path.resolve(RunDirectory.EVENTS) + ": no line ends at byte " + length
                    + ", where the state in " + RunDirectory.STATE + " in the same folder was saved; delete "
                    + RunDirectory.STATE + " to tune the class from the start");
        }
        return saved;
    }

    /**
     * Marks the class as finished.
     *
     * @throws SettingsConflictException if another process has taken the class over
     */
    public void finish(ObjectNode result) {
        claim.requireHeld();
        events.force();
        AtomicFile.writeString(path.resolve(RunDirectory.RESULT), JsonFile.pretty(result));
        delete(stateFile());
    }

    /** Deletes a file if it exists. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CannotCreateException(file + ": cannot be deleted: " + RunDirectory.reason(e), e);
        }
    }

    @Override
    public void close() {
        try (claim) {
            events.close();
            if (Files.exists(path.resolve(RunDirectory.RESULT))) {
                claim.finish();
            }
        }
    }
}
