package org.biggantune.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.ScriptTensor;
import org.biggantune.archive.script.TorchScriptWriter;

/** A TorchScript program whose modules hold given tensors and whose code does nothing with them. */
public final class NamedProgram {
    private static final String CODE = "  def forward(self, z: Tensor) -> Tensor:\n    return z\n";

    private int classes;

    private NamedProgram() {}

    /**
     * Writes one.
     *
     * @param file the new file
     * @param path attributes that lead to the tensors, with a dot after each; may be empty
     */
    public static Path write(Path file, String path, StateDict tensors) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        for (String name : tensors.names()) {
            put(
                    root,
                    path + name,
                    ScriptTensor.lazy(
                            () -> tensors.finiteFloats(name), tensors.get(name).shape()));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            TorchScriptWriter.write(channel, "program", new NamedProgram().module(root), "", Map.of());
        }
        return file;
    }

    @SuppressWarnings("unchecked") // what is no tensor is a map that was put there here
    private static void put(Map<String, Object> module, String name, ScriptTensor tensor) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            module.put(name, tensor);
        } else {
            Object child = module.computeIfAbsent(name.substring(0, dot), key -> new LinkedHashMap<String, Object>());
            put((Map<String, Object>) child, name.substring(dot + 1), tensor);
        }
    }

    @SuppressWarnings("unchecked") // likewise
    private ScriptModule module(Map<String, Object> attributes) {
        ScriptModule module = ScriptModule.withMethods("Part" + classes++, CODE);
        attributes.forEach((name, value) -> {
            if (value instanceof ScriptTensor tensor) {
                module.tensor(name, tensor);
            } else {
                module.child(name, module((Map<String, Object>) value));
            }
        });
        return module;
    }
}
