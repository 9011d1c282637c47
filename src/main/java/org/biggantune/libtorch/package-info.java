/**
 * Which libtorch is loaded and from where: {@link org.biggantune.libtorch.LibtorchSelection} chooses, {@link
 * org.biggantune.libtorch.NativeTrust} says what may be loaded, {@link org.biggantune.libtorch.LibtorchLoader} loads
 * it, {@link org.biggantune.libtorch.CudaInstaller} fetches the one for GPUs.
 */
package org.biggantune.libtorch;
