package org.biggantune.libtorch;

/**
 * A GPU as the CUDA driver describes it.
 *
 * @param index its number, as in {@code cuda:0}; CUDA_VISIBLE_DEVICES has been applied
 * @param name such as {@code NVIDIA H100 80GB HBM3}
 * @param capability its compute capability, such as {@code 9.0}
 * @param memory its memory in bytes
 */
public record Gpu(int index, String name, String capability, long memory) {}
