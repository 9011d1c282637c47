package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.io.MessageText;
import org.biggantune.report.JsonFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reserves a folder for this process without file locks, which are unreliable on network file systems. A claim is a file
 * {@code .claim-G}, created exclusively, that its owner overwrites every few seconds. A process that finds claim G without a
 * live owner (see {@link ClaimWatch}) creates claim G + 1, which only one process can do. The claim with the highest number
 * counts. It is removed only once the folder's work is finished, so that a late process finds either a higher number or the
 * result.
 *
 * <p>An owner that was suspended long enough to be presumed lost checks its claim before it writes, see {@link
 * #requireHeld}. A thread of its own writes the heartbeats; all methods are thread-safe.
 */
final class FolderClaim implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderClaim.class);
    private static final int LENGTH = 1024;
    private static final int LONGEST_ERROR = 400;
    private static final int LOOK_MILLIS = 200;

    private final Path folder;
    private final int generation;
    private final ClaimTiming timing;
    private final FileChannel channel;
    private final ObjectNode content;
    private final Thread heartbeat;
    private long beatNanos;
    private long beatMillis;
    private long firstStep = -1;
    private long firstNanos;
    private boolean ended;
    private boolean lost;

    private FolderClaim(Path folder, int generation, ClaimTiming timing, FileChannel channel) {
        this.folder = folder;
        this.generation = generation;
        this.timing = timing;
        this.channel = channel;
        this.content = ClaimOwner.ofProcess().json().put("job", job(System.getenv()));
        this.heartbeat = new Thread(this::beat, "heartbeat of " + folder.getFileName());
        heartbeat.setDaemon(true);
    }

    /**
     * Claims an existing folder.
     *
     * @throws SettingsConflictException if a live process holds it; for an owner on another machine it takes a while to know
     * @throws CannotCreateException if no file can be created in it
     */
    static FolderClaim acquire(Path folder) {
        return acquire(folder, ClaimTiming.DEFAULT);
    }

    /** Claims an existing folder, with other times than the default ones. */
    static FolderClaim acquire(Path folder, ClaimTiming timing) {
        ClaimWatch watch = new ClaimWatch(timing.stale());
        while (true) {
            Optional<ClaimFile> latest = ClaimFile.latest(folder);
            switch (watch.look(folder, latest)) {
                case HELD -> throw inUse(folder, latest);
                case UNKNOWN -> sleep();
                case FREE -> {
                    Optional<FolderClaim> claim = create(folder, latest, timing);
                    if (claim.isPresent()) {
                        return claim.get();
                    }
                }
            }
        }
    }

    /**
     * Claims an existing folder unless another process holds it or may hold it.
     *
     * @param watch remembers earlier observations
     */
    static Optional<FolderClaim> tryAcquire(Path folder, ClaimWatch watch, ClaimTiming timing) {
        Optional<ClaimFile> latest = ClaimFile.latest(folder);
        return watch.look(folder, latest) == ClaimWatch.Standing.FREE
                ? create(folder, latest, timing)
                : Optional.empty();
    }

    private static Optional<FolderClaim> create(Path folder, Optional<ClaimFile> latest, ClaimTiming timing) {
        int generation = latest.map(ClaimFile::generation).orElse(0) + 1;
        Path file = ClaimFile.path(folder, generation);
        FolderClaim claim;
        try {
            claim = new FolderClaim(
                    folder,
                    generation,
                    timing,
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CannotCreateException(file + ": cannot be created: " + MessageText.of(e.toString()), e);
        }
        return claim.begin() ? Optional.of(claim) : Optional.empty();
    }

    /** Writes the claim; false if a higher one exists by now, as after a delay of this process. */
    private boolean begin() {
        boolean begun = false;
        try {
            write(ClaimFile.RUNNING);
            List<Path> all = ClaimFile.all(folder);
            begun = ClaimFile.generation(all.get(all.size() - 1)) == generation;
            if (begun) {
                all.subList(0, all.size() - 1).forEach(ClassFolder::delete);
                heartbeat.start();
            } else {
                ClassFolder.delete(ClaimFile.path(folder, generation));
            }
            return begun;
        } catch (IOException e) {
            throw new CannotCreateException(
                    ClaimFile.path(folder, generation) + ": cannot be written: " + MessageText.of(e.toString()), e);
        } finally {
            if (!begun) {
                closeChannel();
            }
        }
    }

    /** Returns whether nobody has claimed the folder before, nor left anything there. */
    boolean isFirst() {
        return generation == 1;
    }

    /** Records the device that the work runs on. */
    synchronized void onDevice(String device) {
        content.put("device", MessageText.of(device));
    }

    /**
     * Records the progress of the work, which is written with the next heartbeat.
     *
     * @param step the steps done so far
     * @param steps the total number of steps
     */
    synchronized void onStep(long step, long steps) {
        long now = System.nanoTime();
        if (firstStep < 0) {
            firstStep = step;
            firstNanos = now;
            // Write the first step at once, later ones with a heartbeat.
            notifyAll();
        }
        content.put("step", step).put("steps", steps);
        if (step > firstStep) {
            double each = (now - firstNanos) / 1e9 / (step - firstStep);
            content.put("secondsLeft", Math.round(each * (steps - step)));
        }
    }

    /**
     * Requires that no other process has taken the folder over. Checks only if this process has been silent for so long that
     * one may have.
     *
     * @throws SettingsConflictException if one has
     */
    void requireHeld() {
        if (isTakenOver()) {
            throw new SettingsConflictException(folder + ": taken over by "
                    + ClaimFile.latest(folder).map(ClaimFile::holder).orElse("another process")
                    + " after this process was silent for " + timing.stale().toSeconds() + " s; skipped");
        }
    }

    /** Returns whether another process has taken the folder over; checked only if this one has been silent for long. */
    synchronized boolean isTakenOver() {
        if (!lost && isSilent()) {
            lost = ClaimFile.latest(folder)
                    .map(latest -> latest.generation() != generation)
                    .orElse(true);
        }
        return lost;
    }

    private synchronized boolean isSilent() {
        double limit = timing.stale().toMillis() / 2.0;
        return (System.nanoTime() - beatNanos) / 1e6 > limit || System.currentTimeMillis() - beatMillis > limit;
    }

    /** Records why the work failed, to be written when the claim is closed. */
    synchronized void fail(String reason) {
        String line = MessageText.of(reason);
        content.put("error", line.length() > LONGEST_ERROR ? line.substring(0, LONGEST_ERROR) + "…" : line);
    }

    /** Removes all claims on a finished folder. */
    static void remove(Path folder) {
        ClaimFile.all(folder).forEach(ClassFolder::delete);
    }

    /** Ends and removes the claim on a finished folder. */
    void finish() {
        end(false);
        ClassFolder.delete(ClaimFile.path(folder, generation));
    }

    /** Gives the folder up, so that another process can claim it at once. Has no effect the second time. */
    @Override
    public void close() {
        end(true);
    }

    private void end(boolean write) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            notifyAll();
            try {
                if (write && !lost) {
                    write(content.has("error") ? ClaimFile.FAILED : ClaimFile.RELEASED);
                }
            } catch (IOException e) {
                LOG.debug("{}: the claim could not be released and has to expire", folder, e);
            } finally {
                closeChannel();
            }
        }
    }

    private void beat() {
        synchronized (this) {
            while (!ended) {
                try {
                    wait(timing.beat().toMillis());
                    // A process that was silent for long may have lost the folder and must not revive its claim.
                    if (!ended && !isTakenOver()) {
                        write(ClaimFile.RUNNING);
                    }
                } catch (InterruptedException e) {
                    return;
                } catch (IOException e) {
                    LOG.warn("{}: heartbeat failed: {}", folder, MessageText.of(e.toString()));
                }
            }
        }
    }

    private synchronized void write(String state) throws IOException {
        content.put(ClaimFile.STATE, state).put("beat", content.path("beat").asLong() + 1);
        byte[] text = JsonFile.line(content).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(Math.max(LENGTH, text.length + 1));
        bytes.put(text);
        while (bytes.remaining() > 1) {
            bytes.put((byte) ' ');
        }
        bytes.put((byte) '\n').flip();
        long from = System.nanoTime();
        long wall = System.currentTimeMillis();
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
        channel.force(false);
        beatNanos = from;
        beatMillis = wall;
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{}: closing a claim failed", folder, e);
        }
    }

    private static String job(Map<String, String> environment) {
        String array = environment.getOrDefault("SLURM_ARRAY_JOB_ID", "");
        return array.isEmpty()
                ? environment.getOrDefault("SLURM_JOB_ID", "")
                : array + "_" + environment.getOrDefault("SLURM_ARRAY_TASK_ID", "");
    }

    /** Creates the exception for a folder that a live process holds. */
    static SettingsConflictException inUse(Path folder, Optional<ClaimFile> claim) {
        return new SettingsConflictException(folder + " is in use by another biggan-tune ("
                + claim.map(ClaimFile::holder).orElse("process unknown")
                + "); wait for it or choose another output folder");
    }

    private static void sleep() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("interrupted while waiting for a folder", e);
        }
    }
}
