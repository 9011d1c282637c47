/**
 * Writing TorchScript programs: {@link org.biggantune.archive.script.TorchScriptWriter} turns a tree of {@link
 * org.biggantune.archive.script.ScriptModule}s with {@link org.biggantune.archive.script.ScriptTensor}s and the source
 * of their classes into an archive that libtorch loads. Imports the JDK only; nothing here is thread-safe.
 */
package org.biggantune.archive.script;
