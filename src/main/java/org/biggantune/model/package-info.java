/**
 * Models that run: {@link org.biggantune.model.TorchRuntime} loads libtorch and owns the device, {@link
 * org.biggantune.model.Generator} and {@link org.biggantune.model.Classifier} are frozen programs on it. With {@code
 * tuning} and {@code metric} the only code that touches DJL. Imports archive, domain and io. One thread only: DJL has
 * one gradient collector, and the graph executor's switch belongs to a thread.
 */
package org.biggantune.model;
