package org.biggantune.model;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.biggantune.archive.PrecisionConversion;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.io.TemporaryFolder;
import org.biggantune.libtorch.LibtorchVersion;

/**
 * A TorchScript program on a device, its parameters frozen. Every call runs as in training, which for programs without a
 * training flag changes nothing, so that gradients can flow to the inputs and no call ever switches the mode. Several
 * threads may call it.
 */
final class TorchProgram implements AutoCloseable {
    /** How DJL's PyTorch engine marks an argument that names a method ({@code ai.djl.pytorch.jni.IValueUtils}). */
    private static final String METHOD = "module_method:";

    private final Path file;
    private final TorchRuntime runtime;
    private final Model model;
    private final ParameterStore parameters;
    private final MappedWeights mapped;
    private final Map<String, NDArray> methods = new ConcurrentHashMap<>();
    private volatile boolean alone = true;
    private volatile boolean always;

    /**
     * Loads a program.
     *
     * @param file what was read of its archive; where it runs in another precision than it has, a copy is loaded
     * @param runtime the device
     * @throws CorruptInputException if libtorch refuses the file
     * @throws org.biggantune.domain.failure.SettingsConflictException if the file has changed since it was read
     */
    static TorchProgram open(ModelFile file, TorchRuntime runtime) {
        if (!runtime.isTrusting()) {
            file.requireHarmless();
        }
        if (file.runsAsStored()) {
            return new TorchProgram(file.archive(), file.path(), runtime);
        }
        try (TorchScriptArchive archive = TorchScriptArchive.open(file.path());
                TemporaryFolder folder = TemporaryFolder.create("biggan-tune-" + file.precision())) {
            Path copy = folder.path().resolve("program.pt");
            PrecisionConversion.write(archive, copy, file.precision());
            return new TorchProgram(file.archive(), copy, runtime);
        }
    }

    /**
     * Loads a program as its file has it.
     *
     * @param file the archive, already checked
     * @param runtime the device
     * @throws CorruptInputException if libtorch refuses the file
     * @throws org.biggantune.domain.failure.SettingsConflictException if the file changes meanwhile
     */
    TorchProgram(Path file, TorchRuntime runtime) {
        this(checked(file, runtime), file, runtime);
    }

    /** Loads a program that was looked through from its file, or from a copy of it. */
    private TorchProgram(TorchScriptArchive checked, Path loaded, TorchRuntime runtime) {
        this.file = checked.path();
        this.runtime = runtime;
        this.model = Model.newInstance("program", runtime.device(), "PyTorch");
        this.parameters = new ParameterStore(model.getNDManager(), false);
        Path absolute = loaded.toAbsolutePath();
        try {
            // The option is cast to a string by DJL; without it the weights are inference tensors, and backward fails.
            Map<String, String> options = Map.of("trainParam", "true", "mapLocation", "true");
            model.load(absolute.getParent(), String.valueOf(absolute.getFileName()), options);
        } catch (IOException | MalformedModelException | EngineException e) {
            model.close();
            String reason = firstLine(e);
            String hint = reason.contains("Unknown builtin op")
                    ? " It was saved by a newer PyTorch; save it with " + LibtorchVersion.REQUIRED
                            + ", or with torch.jit.trace, which leaves out what it does not use"
                    : "";
            throw new CorruptInputException(file + ": libtorch cannot load it: " + reason + hint, e);
        }
        boolean ready = false;
        try {
            freeze(true);
            this.mapped = runtime.device().isGpu() || !loaded.equals(file)
                    ? MappedWeights.NONE
                    : MappedWeights.map(checked, model.getBlock().getParameters());
            // Else libtorch may have got another file than the one that was looked through.
            checked.requireUntouched();
            ready = true;
        } finally {
            if (!ready) {
                model.close();
            }
        }
    }

    /** The archive, looked through and closed; it still knows the state of its file. */
    private static TorchScriptArchive checked(Path file, TorchRuntime runtime) {
        // Opening it checks all that libtorch makes of it without its code.
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            if (!runtime.isTrusting()) {
                archive.requireHarmless();
            }
            return archive;
        }
    }

    /** Freezes every parameter, or lets gradients flow into them as the reference code does. */
    void freeze(boolean frozen) {
        model.getBlock().freezeParameters(frozen);
    }

    /** The weights: parameters without stored statistics, in the file's order. Owned by this. */
    List<NDArray> weights() {
        return model.getBlock().getParameters().values().stream()
                .map(Parameter::getArray)
                .toList();
    }

    /**
     * Runs the program; the result belongs to the first argument's scope.
     *
     * @throws org.biggantune.domain.failure.StoppedException if the runtime was asked to stop
     */
    NDArray run(NDArray... arguments) {
        NDList found = forward(new NDList(arguments));
        if (found.size() != 1) {
            throw new CorruptInputException(file + ": the program gives " + found.size() + " tensors, expected 1");
        }
        return found.get(0);
    }

    /**
     * Runs another method of the program than {@code forward}; like {@link #run}.
     *
     * @param results how many tensors it returns
     */
    NDList call(String method, int results, NDArray argument) {
        NDList found = forward(new NDList(argument, methods.computeIfAbsent(method, this::named)));
        if (found.size() != results) {
            throw new CorruptInputException(file + ": the program's method " + method + " gives " + found.size()
                    + " tensors, expected " + results);
        }
        return found;
    }

    /** DJL takes a method's name from an argument that it does not pass on. Made once: on a GPU its making waits. */
    private NDArray named(String method) {
        NDArray name = model.getNDManager().create(0f);
        name.setName(METHOD + method);
        return name;
    }

    /** Lets a call wait for another thread's, for a program that changes itself for the time of a call; off at first. */
    void callOneAtATime(boolean wait) {
        always = wait;
    }

    /** Runs the program, the first time alone in any case: it may then fill buffers that serve all later calls. */
    private NDList forward(NDList arguments) {
        runtime.checkStop();
        if (!alone) {
            return forwardNow(arguments);
        }
        synchronized (this) {
            NDList found = forwardNow(arguments);
            alone = always;
            return found;
        }
    }

    private NDList forwardNow(NDList arguments) {
        try {
            return model.getBlock().forward(parameters, arguments, true);
        } catch (EngineException e) {
            throw DeviceFailure.of(e)
                    .map(BigganTuneException.class::cast)
                    .orElseGet(() -> new CorruptInputException(file + ": the program failed: " + reason(e), e));
        }
    }

    @Override
    public void close() {
        model.close();
        mapped.release();
    }

    /** The interpreter's reports begin with a heading and end with the reason. */
    private static String reason(Exception error) {
        return String.valueOf(error.getMessage())
                .lines()
                .filter(line -> line.startsWith("RuntimeError: "))
                .findFirst()
                .map(line -> line.substring("RuntimeError: ".length()))
                .orElseGet(() -> firstLine(error));
    }

    private static String firstLine(Exception error) {
        String message = String.valueOf(error.getMessage());
        return message.lines().filter(line -> !line.isBlank()).findFirst().orElse(message);
    }
}
