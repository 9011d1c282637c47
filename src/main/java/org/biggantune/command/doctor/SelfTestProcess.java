package org.biggantune.command.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.biggantune.cli.SelfCommand;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.io.ResidentMemory;
import org.biggantune.model.TorchRuntime;
import org.biggantune.report.JsonFile;

/**
 * Runs modes of the self-test in a separate process, because TF32 is switched when libtorch is loaded, and because its
 * memory is to be measured by itself.
 */
public final class SelfTestProcess {
    /** The limit for a process; a complete self-test takes less than three minutes unless the device hangs. */
    private static final int PATIENCE_SECONDS = 170;

    private static final String NONE = "none";
    private static final String ERROR = "error";

    private SelfTestProcess() {}

    /**
     * Runs the self-test in the separate process.
     *
     * @param arguments the file for the result, the folder of the shipped models, the device, threads (0 for the tool's
     *     choice), the folder of a libtorch to load or {@code none}, then the modes
     * @throws IOException if the result cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        SelfCommand.endWithParent();
        DeviceChoice device = DeviceChoice.parse(arguments[2]);
        if (!arguments[4].equals(NONE)) {
            device = device.withLibtorch(Path.of(arguments[4]));
        }
        int threads = Integer.parseInt(arguments[3]);
        ObjectNode result = JsonFile.object();
        try {
            for (int i = 5; i < arguments.length; i++) {
                SelfTestMode mode = SelfTestMode.valueOf(arguments[i]);
                OptionalInt most = threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads);
                measure(mode, Path.of(arguments[1]), device, most, result);
            }
        } catch (BigganTuneException e) {
            result.put(ERROR, e.getMessage());
        }
        Files.writeString(Path.of(arguments[0]), JsonFile.pretty(result));
    }

    private static void measure(
            SelfTestMode mode, Path models, DeviceChoice device, OptionalInt threads, ObjectNode result) {
        ResidentMemory.resetPeak();
        try (TorchRuntime runtime = TorchRuntime.open(device, threads);
                SelfTestSubject subject = SelfTestSubject.open(models, mode.precision(), runtime)) {
            result.put("engine", runtime.describe());
            Map<String, float[]> recorded = SelfTestRecord.read();
            ArrayNode checks = result.withArray("checks");
            subject.quantities().forEach((name, found) -> {
                float[] expected = recorded.getOrDefault(name, new float[0]);
                checks.add(JsonFile.tree(SelfTestCheck.of(mode, name, found, expected)));
            });
            result.withArray("speed").add(subject.speed(mode).json());
        }
    }

    /**
     * Starts a process and waits for its result.
     *
     * @param device the device
     * @param threads the threads of an operation; empty for the tool's choice
     * @param models the folder of the shipped models
     * @param folder receives files
     * @param modes modes with the same environment variables
     * @return the result
     * @throws DeviceUnavailableException if the process fails or does not end in time
     */
    static SelfTestResult run(
            DeviceChoice device, OptionalInt threads, Path models, Path folder, List<SelfTestMode> modes) {
        Path report = folder.resolve(modes.get(0) + ".json");
        Path log = folder.resolve(modes.get(0) + ".log");
        List<String> arguments = new ArrayList<>(List.of(
                report.toString(),
                models.toAbsolutePath().toString(),
                device.toString(),
                Integer.toString(threads.orElse(0)),
                device.libtorch().map(at -> at.toAbsolutePath().toString()).orElse(NONE)));
        modes.forEach(mode -> arguments.add(mode.name()));
        ProcessBuilder builder = new ProcessBuilder(
                        SelfCommand.command(SelfTestProcess.class.getName(), List.of(), arguments))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        for (SelfTestMode mode : SelfTestMode.values()) {
            mode.environment().keySet().forEach(builder.environment()::remove);
        }
        modes.forEach(mode -> builder.environment().putAll(mode.environment()));
        try {
            await(builder.start(), modes, log);
            ObjectNode found = JsonFile.read(report);
            if (found.has(ERROR)) {
                throw new DeviceUnavailableException("self-test of " + labels(modes) + ": "
                        + found.get(ERROR).asText());
            }
            return SelfTestResult.of(found);
        } catch (IOException e) {
            throw new DeviceUnavailableException("self-test: cannot start a process: " + e.getMessage(), e);
        }
    }

    private static void await(Process process, List<SelfTestMode> modes, Path log) throws IOException {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new DeviceUnavailableException("self-test of " + labels(modes) + ": not done after "
                        + PATIENCE_SECONDS + " s; the device hangs or is busy, try again when it is idle");
            }
            if (process.exitValue() != 0) {
                String last = Files.readString(log)
                        .lines()
                        .reduce((first, next) -> next)
                        .orElse("no message");
                throw new DeviceUnavailableException("self-test of " + labels(modes) + ": its process ended with "
                        + process.exitValue() + ": " + last + "; use --device cpu");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeviceUnavailableException("self-test: interrupted", e);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private static String labels(List<SelfTestMode> modes) {
        return String.join(", ", modes.stream().map(SelfTestMode::label).toList());
    }
}
