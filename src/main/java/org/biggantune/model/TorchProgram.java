package org.biggantune.model;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.archive.PrecisionConversion;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.io.TemporaryFolder;
import org.biggantune.libtorch.LibtorchVersion;

/**
 * A TorchScript program on a device with frozen parameters. Every call runs in DJL's training mode, which lets
 * gradients flow to the inputs, has no effect on programs without a training flag, and never switches the mode between
 * calls. Thread-safe.
 */
final class TorchProgram implements AutoCloseable {
    /**
     * The prefix by which DJL's PyTorch engine recognises an argument that names a method ({@code
     * ai.djl.pytorch.jni.IValueUtils}).
     */
    private static final String METHOD = "module_method:";

    /** The declaration of a method, from its first parameter after {@code self} on. */
    private static final Pattern FORWARD = Pattern.compile("def forward\\(self:?[^,]*,(.*?)\\) -> ", Pattern.DOTALL);

    private final Path file;
    private final TorchRuntime runtime;
    private final Model model;
    private final ParameterStore parameters;
    private final MappedWeights mapped;
    private final Map<String, NDArray> methods = new ConcurrentHashMap<>();
    private volatile boolean exclusive = true;
    private volatile boolean serialised;

    /**
     * Loads a program.
     *
     * @param file the archive; a converted copy is loaded if it runs in another precision than it is stored in
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
     * Loads a program in the precision of its file.
     *
     * @param file the archive, already checked
     * @param runtime the device
     * @throws CorruptInputException if libtorch refuses the file
     * @throws org.biggantune.domain.failure.SettingsConflictException if the file changes while it is loaded
     */
    TorchProgram(Path file, TorchRuntime runtime) {
        this(checked(file, runtime), file, runtime);
    }

    /** The parameters that a program's forward declares after {@code self}, as its source has them; empty without a forward. */
    static Optional<String> forwardParameters(Path file) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            String name = archive.rootClass().substring(archive.rootClass().lastIndexOf('.') + 1);
            for (String source : archive.code()) {
                int start = source.indexOf("class " + name + "(Module)");
                Matcher forward = FORWARD.matcher(source);
                if (start >= 0 && forward.find(start)) {
                    return Optional.of(forward.group(1));
                }
            }
            return Optional.empty();
        }
    }

    /** Loads a program whose content is known by its digest, so that its code needs no look. */
    static TorchProgram ofKnown(Path file, TorchRuntime runtime) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            return new TorchProgram(archive, file, runtime);
        }
    }

    /** Loads a checked program from its file or from a converted copy. */
    private TorchProgram(TorchScriptArchive checked, Path loaded, TorchRuntime runtime) {
        this.file = checked.path();
        this.runtime = runtime;
        this.model = Model.newInstance("program", runtime.device(), "PyTorch");
        this.parameters = new ParameterStore(model.getNDManager(), false);
        Path absolute = loaded.toAbsolutePath();
        try {
            // DJL casts the option to a string. Without it the weights are inference tensors, and backward fails.
            Map<String, String> options = Map.of("trainParam", "true", "mapLocation", "true");
            model.load(absolute.getParent(), String.valueOf(absolute.getFileName()), options);
        } catch (IOException | MalformedModelException | EngineException e) {
            model.close();
            String reason = firstLine(e);
            String hint = reason.contains("Unknown builtin op")
                    ? " It was saved by a newer PyTorch; save it with " + LibtorchVersion.REQUIRED
                            + ", or with torch.jit.trace, which drops unused code"
                    : "";
            throw new CorruptInputException(file + ": libtorch cannot load it: " + reason + hint, e);
        }
        boolean ready = false;
        try {
            freeze(true);
            this.mapped = runtime.device().isGpu() || !loaded.equals(file)
                    ? MappedWeights.NONE
                    : MappedWeights.map(checked, model.getBlock().getParameters());
            // Otherwise libtorch may have loaded another file than the one that was checked.
            checked.requireUntouched();
            ready = true;
        } finally {
            if (!ready) {
                model.close();
            }
        }
    }

    /** Checks an archive; returns it closed, with the state of its file. */
    private static TorchScriptArchive checked(Path file, TorchRuntime runtime) {
        // Opening checks everything that libtorch does with the archive apart from running its code.
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            if (!runtime.isTrusting()) {
                archive.requireHarmless();
            }
            return archive;
        }
    }

    /** Disables gradients of all parameters, or enables them as in the reference code. */
    void freeze(boolean frozen) {
        model.getBlock().freezeParameters(frozen);
    }

    /** Returns the parameters, without buffers, in the order of the file. They are owned by this program. */
    List<NDArray> weights() {
        return model.getBlock().getParameters().values().stream()
                .map(Parameter::getArray)
                .toList();
    }

    /**
     * Runs {@code forward}; the result belongs to the scope of the first argument.
     *
     * @throws org.biggantune.domain.failure.StoppedException if a stop was requested
     */
    NDArray run(NDArray... arguments) {
        NDList found = forward(new NDList(arguments));
        if (found.size() != 1) {
            throw new CorruptInputException(file + ": the program returns " + found.size() + " tensors, expected 1");
        }
        return found.get(0);
    }

    /**
     * Runs the program with flags after its tensor; like {@link #run}.
     *
     * @param flags the values of its further parameters, in order
     */
    NDArray run(NDArray argument, List<Boolean> flags) {
        return firstAlone(() -> runNow(argument, flags));
    }

    private NDArray runNow(NDArray argument, List<Boolean> flags) {
        // Booleans reach a program only as values of the interpreter, one after the other.
        List<IValue> values = new ArrayList<>(List.of(IValue.from((PtNDArray) argument)));
        flags.forEach(flag -> values.add(IValue.from(flag)));
        try (IValue found = ((PtSymbolBlock) model.getBlock()).forward(values.toArray(IValue[]::new))) {
            if (!found.isTensor()) {
                throw new CorruptInputException(file + ": the program gives no tensor");
            }
            return found.toTensor((PtNDManager) argument.getManager());
        } catch (EngineException e) {
            throw failed(e);
        } finally {
            values.forEach(IValue::close);
        }
    }

    private BigganTuneException failed(EngineException error) {
        return DeviceFailure.of(error)
                .map(BigganTuneException.class::cast)
                .orElseGet(() -> new CorruptInputException(file + ": the program failed: " + reason(error), error));
    }

    /**
     * Runs another method of the program; see {@link #run}.
     *
     * @param results the number of tensors it returns
     */
    NDList call(String method, int results, NDArray argument) {
        NDList found = forward(new NDList(argument, methods.computeIfAbsent(method, this::named)));
        if (found.size() != results) {
            throw new CorruptInputException(file + ": the program's method " + method + " returns " + found.size()
                    + " tensors, expected " + results);
        }
        return found;
    }

    /** DJL reads a method's name from an extra argument. Cached because creating a tensor stalls a GPU. */
    private NDArray named(String method) {
        NDArray name = model.getNDManager().create(0f);
        name.setName(METHOD + method);
        return name;
    }

    /** Serialises calls, for programs that modify themselves during a call; off by default. */
    void serialiseCalls(boolean on) {
        serialised = on;
    }

    /** Runs the program; the first call is serialised exclusive because it may fill buffers that later calls share. */
    private NDList forward(NDList arguments) {
        return firstAlone(() -> forwardNow(arguments));
    }

    private <T> T firstAlone(Supplier<T> call) {
        runtime.checkStop();
        if (!exclusive) {
            return call.get();
        }
        synchronized (this) {
            T found = call.get();
            exclusive = serialised;
            return found;
        }
    }

    private NDList forwardNow(NDList arguments) {
        try {
            return model.getBlock().forward(parameters, arguments, true);
        } catch (EngineException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        model.close();
        mapped.release();
    }

    /** Extracts the reason from a report of the TorchScript interpreter. */
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
