/**
 * Reads and writes PyTorch, safetensors and NumPy files as bytes: zip and legacy checkpoints, TorchScript programs,
 * {@code .npy} and {@code .npz} arrays; replacing a tensor in place, and checking a whole file. Nothing here needs a
 * native library, and nothing in a file is ever executed.
 *
 * <p>Every size in a file is checked against the file before memory is allocated; every stored checksum is checked
 * before its data are used. A damaged file causes a {@code CorruptInputException}, a valid file of another kind an
 * {@code UnsupportedInputException}, a missing file a {@code MissingInputException}.
 *
 * <p>Reading order: {@link org.biggantune.archive.Checkpoint}, {@link org.biggantune.archive.StateDict}, {@link
 * org.biggantune.archive.StoredTensor}, {@link org.biggantune.archive.TorchScriptArchive}, {@link
 * org.biggantune.archive.zip.ZipArchiveFile}, {@link org.biggantune.archive.array.NpyFile}, {@link
 * org.biggantune.archive.SafetensorsFile}, {@link org.biggantune.archive.EmbeddingTensor}, {@link
 * org.biggantune.archive.FileCheck}.
 */
package org.biggantune.archive;
