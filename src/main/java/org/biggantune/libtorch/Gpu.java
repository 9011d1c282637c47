package org.biggantune.libtorch;

/**
 * A GPU as the CUDA driver describes it.
 *
 * @param index its index after applying CUDA_VISIBLE_DEVICES, as in {@code cuda:0}
 * @param name such as {@code NVIDIA H100 80GB HBM3}
 * @param capability its compute capability, such as {@code 9.0}
 * @param memory its memory in bytes
 */
public record Gpu(int index, String name, String capability, long memory) {}
