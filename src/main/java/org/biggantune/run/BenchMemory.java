package org.biggantune.run;

import java.util.OptionalLong;

/**
 * The resident memory of a process that does nothing but take one variant's steps; all empty where that is unknown.
 *
 * @param loadedBytes with the models loaded and no step taken
 * @param peakBytes the most during its steps
 */
record BenchMemory(OptionalLong loadedBytes, OptionalLong peakBytes) {
    static final BenchMemory UNKNOWN = new BenchMemory(OptionalLong.empty(), OptionalLong.empty());
}
