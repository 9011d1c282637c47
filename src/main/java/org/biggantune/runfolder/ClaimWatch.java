package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether the owner of a claim is still alive. On the same machine, the operating system knows. An owner elsewhere
 * is presumed gone once its claim has not changed for some time, as measured by this process; the clocks of other machines
 * are not trusted.
 */
final class ClaimWatch {
    /** A claim as last seen, and when it was first seen in this state. */
    private record Seen(int generation, ObjectNode content, long nanos) {}

    /** The state of a folder. */
    enum Standing {
        /** Not in use. */
        FREE,
        /** In use by a live owner. */
        HELD,
        /** Claimed by an owner elsewhere that has not been watched for long enough. */
        UNKNOWN
    }

    private final ClaimOwner self = ClaimOwner.ofProcess();
    private final Duration stale;
    private final Map<Path, Seen> seen = new HashMap<>();

    /**
     * Creates a watch.
     *
     * @param stale the time without a heartbeat after which an owner elsewhere is presumed gone
     */
    ClaimWatch(Duration stale) {
        this.stale = stale;
    }

    /**
     * Returns the state of a folder.
     *
     * @param claim the folder's latest claim, just read
     */
    Standing look(Path folder, Optional<ClaimFile> claim) {
        if (claim.isEmpty() || claim.get().isOver()) {
            return Standing.FREE;
        }
        ClaimOwner owner = claim.get().owner();
        if (owner.isVisibleTo(self)) {
            return owner.isAlive() ? Standing.HELD : Standing.FREE;
        }
        Seen before = seen.get(folder);
        Seen now = new Seen(claim.get().generation(), claim.get().content(), System.nanoTime());
        if (before == null) {
            seen.put(folder, now);
            return Standing.UNKNOWN;
        }
        if (before.generation() != now.generation() || !before.content().equals(now.content())) {
            seen.put(folder, now);
            return Standing.HELD;
        }
        return now.nanos() - before.nanos() >= stale.toNanos() ? Standing.FREE : Standing.UNKNOWN;
    }
}
