package org.biggantune.command.bench;

import java.util.OptionalLong;

/**
 * The memory of a process that only runs the steps of one variant, on the GPU if one is used, else in RAM. Empty if unknown.
 *
 * @param loadedBytes the memory with the models loaded, before the first step
 * @param peakBytes the peak during the steps
 */
record BenchMemory(OptionalLong loadedBytes, OptionalLong peakBytes) {
    static final BenchMemory UNKNOWN = new BenchMemory(OptionalLong.empty(), OptionalLong.empty());
}
