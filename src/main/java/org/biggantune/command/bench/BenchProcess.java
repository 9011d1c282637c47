package org.biggantune.command.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.biggantune.cli.SelfCommand;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.io.ResidentMemory;
import org.biggantune.model.TorchRuntime;
import org.biggantune.report.JsonFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one variant in a separate process to measure its memory by itself: in a shared process, the allocator keeps memory of
 * other variants.
 */
public final class BenchProcess {
    private static final Logger LOG = LoggerFactory.getLogger(BenchProcess.class);
    /** Two, since the first step of an optimised program differs from later ones. */
    private static final int STEPS = 2;

    private static final String NO_FOLDER = "none";

    private BenchProcess() {}

    /**
     * Runs the variant in the separate process.
     *
     * @param arguments the file for the result, generator, classifier, the variant's name, images per step, device, threads
     *     (0 for libtorch's choice), the folder of a libtorch to load or {@code none}, parallel parts, whether the models are
     *     trusted
     * @throws IOException if the result cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        SelfCommand.endWithParent();
        BenchModels.Files models = new BenchModels.Files(Path.of(arguments[1]), Path.of(arguments[2]));
        int images = Integer.parseInt(arguments[4]);
        int threads = Integer.parseInt(arguments[6]);
        DeviceChoice device = DeviceChoice.parse(arguments[5]);
        if (!arguments[7].equals(NO_FOLDER)) {
            device = device.withLibtorch(Path.of(arguments[7]));
        }
        if (Boolean.parseBoolean(arguments[9])) {
            device = device.trustingAll();
        }
        try (TorchRuntime runtime =
                        TorchRuntime.open(device, threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads));
                BenchSubject subject = BenchSubject.open(
                        BenchVariant.named(arguments[3]), runtime, models, images, Integer.parseInt(arguments[8]))) {
            ObjectNode result = JsonFile.object();
            known(runtime.heldGpuMemory(), ResidentMemory.now()).ifPresent(bytes -> result.put("loaded", bytes));
            // Loading may have taken more for a moment; measure the steps only.
            ResidentMemory.resetPeak();
            for (int step = 0; step < STEPS; step++) {
                subject.step();
            }
            known(runtime.peakGpuMemory(), ResidentMemory.peak()).ifPresent(bytes -> result.put("peak", bytes));
            Files.writeString(Path.of(arguments[0]), JsonFile.pretty(result));
        }
    }

    /** Returns the GPU's memory if one is used and its driver reports it, else that in RAM. */
    private static OptionalLong known(OptionalLong gpu, OptionalLong resident) {
        return gpu.isPresent() ? gpu : resident;
    }

    /**
     * Starts the process and waits for its result.
     *
     * @param report the file for the result
     * @return unknown if the process failed, for example because memory was short; the log says why
     */
    static BenchMemory measure(BenchOptions options, BenchVariant variant, BenchModels.Files models, Path report) {
        Path log = report.resolveSibling("process.log");
        ProcessBuilder builder = new ProcessBuilder(command(options, variant, models, report))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        try {
            Files.deleteIfExists(report);
            Process process = builder.start();
            try {
                int code = process.waitFor();
                if (code != 0) {
                    LOG.warn("{}: its process ended with {}: {}", variant.name(), code, Files.readString(log));
                    return BenchMemory.UNKNOWN;
                }
            } finally {
                process.destroyForcibly();
            }
            ObjectNode result = JsonFile.read(report);
            return new BenchMemory(bytes(result, "loaded"), bytes(result, "peak"));
        } catch (IOException e) {
            LOG.warn("{}: its process could not be run", variant.name(), e);
            return BenchMemory.UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return BenchMemory.UNKNOWN;
        }
    }

    private static List<String> command(
            BenchOptions options, BenchVariant variant, BenchModels.Files models, Path report) {
        List<String> arguments = List.of(
                report.toString(),
                models.generator().toString(),
                models.classifier().toString(),
                variant.name(),
                Integer.toString(options.batch),
                options.device().toString(),
                Integer.toString(options.threads().orElse(0)),
                options.device()
                        .libtorch()
                        .map(folder -> folder.toAbsolutePath().toString())
                        .orElse(NO_FOLDER),
                Integer.toString(options.parts(variant)),
                Boolean.toString(options.device().trusting()));
        return SelfCommand.command(BenchProcess.class.getName(), List.of(), arguments);
    }

    private static OptionalLong bytes(ObjectNode result, String name) {
        return result.hasNonNull(name) ? OptionalLong.of(result.get(name).asLong()) : OptionalLong.empty();
    }
}
