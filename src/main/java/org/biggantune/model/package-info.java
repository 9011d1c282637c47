/**
 * Models ready to run: {@link org.biggantune.model.TorchRuntime} loads libtorch and owns the device, {@link
 * org.biggantune.model.Generator} and {@link org.biggantune.model.Classifier} are frozen programs on it. Only {@code
 * libtorch}, {@code model}, {@code tuning} and {@code metric} use DJL. One thread leads; {@link
 * org.biggantune.model.BatchThreads} process chunks of a batch in parallel.
 */
package org.biggantune.model;
