package org.biggantune.runfolder;

import java.time.Duration;

/**
 * How often the owner of a claim is heard of, and when it is taken for lost.
 *
 * @param beat the time between two heartbeats
 * @param stale the time without one after which others, on other machines, take the claim over; several times {@code beat}
 */
record ClaimTiming(Duration beat, Duration stale) {
    /** Six heartbeats: a file server that hangs for half a minute loses nothing. */
    static final ClaimTiming DEFAULT = new ClaimTiming(Duration.ofSeconds(10), Duration.ofSeconds(60));
}
