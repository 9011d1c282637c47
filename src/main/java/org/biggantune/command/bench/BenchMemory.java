package org.biggantune.command.bench;

import java.util.OptionalLong;

/**
 * The memory of a process that does nothing but take one variant's steps, of the GPU where one is used, else in RAM; all
 * empty where that is unknown.
 *
 * @param loadedBytes with the models loaded and no step taken
 * @param peakBytes the most during its steps
 */
record BenchMemory(OptionalLong loadedBytes, OptionalLong peakBytes) {
    static final BenchMemory UNKNOWN = new BenchMemory(OptionalLong.empty(), OptionalLong.empty());
}
