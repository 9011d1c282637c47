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
 * The folder of a class that this process tunes, be it the run's only one or a worker, and no other meanwhile. What the
 * tuning writes on its way is the class's own, its lines too, so that it can be stopped and go on whatever happens to other
 * classes; {@link RunDirectory#publish} takes the lines into the run's when the class is finished.
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
     * Opens a class's folder, which is there.
     *
     * @throws SettingsConflictException if another process works in it
     * @throws CorruptInputException if a link or a pipe stands in place of a file
     */
    static ClassFolder open(Path path) {
        return open(path, FolderClaim.acquire(path));
    }

    /** The same with a claim that this process has made, and that the opened folder closes. */
    static ClassFolder open(Path path, FolderClaim claim) {
        try {
            AtomicFile.deleteLeftovers(path);
            Path events = path.resolve(RunDirectory.EVENTS);
            RegularFile.exists(events);
            return new ClassFolder(path, claim, JsonLines.append(events));
        } catch (RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /**
     * Waits for a worker whose parent process was killed: it needs a moment to save its state.
     *
     * @param path a class's folder
     * @param shared whether it is a task of an array rather, which is not waited for
     * @throws SettingsConflictException if one still works there after a minute
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

    /** The file of the class's lines, borrowed. */
    public JsonLines events() {
        return events;
    }

    /** Says what tunes the class, for {@code status}. */
    public void onDevice(String device) {
        claim.onDevice(device);
    }

    /**
     * Says how far the class is, for {@code status}, before anything more of it is written.
     *
     * @param step steps done so far, of all starts
     * @param steps steps in all
     * @throws SettingsConflictException if another process has taken the class over, as this one was suspended for long
     */
    public void onStep(long step, long steps) {
        claim.requireHeld();
        claim.onStep(step, steps);
    }

    /** Whether another process has taken the class over. */
    public boolean isTakenOver() {
        return claim.isTakenOver();
    }

    /** Notes why the class cannot be finished, for {@code status}. */
    public void fail(String reason) {
        claim.fail(reason);
    }

    /** Writes {@code embedding.npy}, float32 [1, D]. */
    public void writeEmbedding(float[] embedding) {
        NpyFile.write(
                path.resolve(RunDirectory.EMBEDDING), NpyArray.ofFloats(new long[] {1, embedding.length}, embedding));
    }

    /** Where the tuning's state is, if it is anywhere. */
    public Path stateFile() {
        return path.resolve(RunDirectory.STATE);
    }

    /** Whether the class is finished: a worker that was lost then may not have told. */
    public boolean finished() {
        return RegularFile.exists(path.resolve(RunDirectory.RESULT));
    }

    /**
     * The state at which an earlier process left the class, if it did; lines behind it, or all without one, are cut.
     *
     * @param run the digest of the run's identity
     * @param check throws {@link IllegalArgumentException} if a state is not one of this tuning
     * @throws CorruptInputException if state and lines do not fit each other, or the state is damaged
     */
    public Optional<SavedTuning> savedState(ClassLabel label, String run, Consumer<TuningState> check) {
        Optional<SavedTuning> saved = RegularFile.exists(stateFile())
                ? Optional.of(SavedTuning.read(stateFile(), run, label.index(), check))
                : Optional.empty();
        long length = saved.map(SavedTuning::events).orElse(0L);
        if (!events.cutTo(length)) {
            throw new CorruptInputException(path.resolve(RunDirectory.EVENTS) + ": no line ends at byte " + length
                    + ", where the state in " + RunDirectory.STATE + " beside it was saved; delete "
                    + RunDirectory.STATE + " to tune the class from its beginning");
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

    /** Deletes a file if it is there. */
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
