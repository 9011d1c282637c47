/**
 * Models that run: {@link org.biggantune.model.TorchRuntime} loads libtorch and owns the device, {@link
 * org.biggantune.model.Generator} and {@link org.biggantune.model.Classifier} are frozen programs on it. With {@code
 * libtorch}, {@code tuning} and {@code metric} the only code that touches DJL. One thread leads; {@link
 * org.biggantune.model.BatchThreads} works on parts of a batch side by side.
 */
package org.biggantune.model;
