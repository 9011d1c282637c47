/**
 * Writes and checks TorchScript programs: {@link org.biggantune.archive.script.TorchScriptWriter} converts a tree of
 * {@link org.biggantune.archive.script.ScriptModule}s with {@link org.biggantune.archive.script.ScriptTensor}s and the
 * source of their classes into an archive that libtorch loads. {@link org.biggantune.archive.script.ScriptProgram}
 * parses code and rejects harmful calls. Nothing here is thread-safe.
 */
package org.biggantune.archive.script;
