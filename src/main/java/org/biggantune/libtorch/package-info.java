/**
 * Finds, checks, installs and loads libtorch: {@link org.biggantune.libtorch.LibtorchSelection} chooses one, {@link
 * org.biggantune.libtorch.NativeTrust} decides what may be loaded, {@link org.biggantune.libtorch.LibtorchLoader} loads
 * it, {@link org.biggantune.libtorch.CudaInstaller} installs the one for GPUs.
 */
package org.biggantune.libtorch;
