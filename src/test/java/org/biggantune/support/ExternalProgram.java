package org.biggantune.support;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;

/** TorchScript programs as PyTorch saved them, called by DJL alone: what they should give, by their own code. */
public final class ExternalProgram {
    private ExternalProgram() {}

    /** What {@code forward} gives for tensors; libtorch must have been loaded. */
    public static float[] call(Path program, NDArray... arguments) {
        try (Model model = Model.newInstance("external", "PyTorch")) {
            Path file = program.toAbsolutePath();
            model.load(file.getParent(), String.valueOf(file.getFileName()));
            ParameterStore store = new ParameterStore(model.getNDManager(), false);
            return model.getBlock()
                    .forward(store, new NDList(arguments), false)
                    .singletonOrThrow()
                    .toFloatArray();
        } catch (IOException | MalformedModelException e) {
            throw new AssertionError(e);
        }
    }
}
