package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells claims that are held from those whose owner is gone. On the same machine the system says whether the owner lives.
 * For an owner elsewhere no clock of another machine is trusted: it is gone when its claim has not changed for a time,
 * watched by this process alone.
 */
final class ClaimWatch {
    /** A claim as it was found, and when it was found so for the first time. */
    private record Seen(int generation, ObjectNode content, long nanos) {}

    /** What is known of a folder. */
    enum Standing {
        /** Nobody works in it. */
        FREE,
        /** Its owner lives. */
        HELD,
        /** Its owner is elsewhere, and has not been watched for long enough. */
        UNKNOWN
    }

    private final ClaimOwner self = ClaimOwner.ofProcess();
    private final Duration stale;
    private final Map<Path, Seen> seen = new HashMap<>();

    /**
     * A watch.
     *
     * @param stale after which time without a heartbeat an owner elsewhere is gone
     */
    ClaimWatch(Duration stale) {
        this.stale = stale;
    }

    /**
     * Looks at a folder.
     *
     * @param claim its latest claim, read just now
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
