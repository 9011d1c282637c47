package org.biggantune.runfolder;

import java.time.Duration;

/**
 * The heartbeat interval of a claim, and the silence after which its owner is presumed lost.
 *
 * @param beat the time between two heartbeats
 * @param stale the time without a heartbeat after which a process on another machine takes the claim over; several times
 *     {@code beat}
 */
record ClaimTiming(Duration beat, Duration stale) {
    /** Six heartbeats, so that a claim survives a file server that hangs for half a minute. */
    static final ClaimTiming DEFAULT = new ClaimTiming(Duration.ofSeconds(10), Duration.ofSeconds(60));
}
