package org.biggantune.command.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.biggantune.archive.StoredTensor;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.cli.SelfCommand;
import org.biggantune.domain.Conditioning;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.external.ConditionedProgram;
import org.biggantune.io.MessageText;
import org.biggantune.io.ResidentMemory;
import org.biggantune.model.TorchRuntime;
import org.biggantune.report.JsonFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link ExternalProgramProbe} on a third-party program in a separate process, which is killed if the program does not
 * end or takes too much memory.
 */
public final class ExternalProbeProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalProbeProcess.class);
    private static final String ANY = "any";
    private static final String ERROR = "error";
    private static final String DEVICE = "device";
    private static final int SIGNALLED = 128;
    private static final long LOOK_MILLIS = 50;

    /**
     * The limits of a probe.
     *
     * @param time the time since the start of the process
     * @param bytes the resident memory; checked if the system reports it
     */
    record Bounds(Duration time, long bytes) {
        private static final Duration TIME = Duration.ofMinutes(5);
        private static final long BASE = 16L << 30;
        private static final int PER_BYTE = 8;

        /** No limits. */
        static final Bounds NONE = new Bounds(Duration.ofSeconds(Long.MAX_VALUE), Long.MAX_VALUE);

        /**
         * Returns the limits for a file: five minutes, and 16 GiB plus eight times the file's size, but at most three
         * quarters of the machine's memory. A probe calls the program some ten times for three images, and once for their
         * gradient.
         */
        static Bounds of(long fileBytes) {
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            return new Bounds(TIME, Math.min(BASE + PER_BYTE * fileBytes, system.getTotalMemorySize() / 4 * 3));
        }
    }

    private final Path folder;
    private final Bounds bounds;
    private final StopCheck stop;

    /**
     * Creates the process without starting it.
     *
     * @param folder receives the files of the probe
     * @param bounds the limits
     * @param stop whether this process is to stop
     */
    ExternalProbeProcess(Path folder, Bounds bounds, StopCheck stop) {
        this.folder = folder;
        this.bounds = bounds;
        this.stop = stop;
    }

    /**
     * Runs the probe in the separate process.
     *
     * @param arguments the file for the result, the program, its matrix of class embeddings, the length of z, the
     *     conditioning or {@code any}, whether it is trusted, a truncation
     * @throws IOException if the result cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        SelfCommand.endWithParent();
        Path report = Path.of(arguments[0]);
        ObjectNode result = JsonFile.object();
        try (TorchScriptArchive archive = TorchScriptArchive.open(Path.of(arguments[1]))) {
            StoredTensor matrix = archive.tensors().get(arguments[2]);
            DeviceChoice device = DeviceChoice.parse("cpu");
            DeviceChoice choice = Boolean.parseBoolean(arguments[5]) ? device.trustingAll() : device;
            try (TorchRuntime runtime = TorchRuntime.open(choice, OptionalInt.empty())) {
                Path folder = Objects.requireNonNull(report.toAbsolutePath().getParent());
                ExternalProgramProbe trial = new ExternalProgramProbe(
                        archive,
                        matrix,
                        Integer.parseInt(arguments[3]),
                        Double.parseDouble(arguments[6]),
                        runtime,
                        folder);
                Optional<Conditioning> given =
                        arguments[4].equals(ANY) ? Optional.empty() : Optional.of(Conditioning.valueOf(arguments[4]));
                ExternalProgramProbe.Finding found = trial.find(given);
                result.put("conditioning", found.conditioning().name())
                        .put("transposed", found.transposed())
                        .put("truncated", found.truncated())
                        .put("resolution", found.resolution());
            }
        } catch (DeviceUnavailableException e) {
            result.put(DEVICE, e.getMessage());
        } catch (BigganTuneException e) {
            result.put(ERROR, e.getMessage());
        }
        Files.writeString(report, JsonFile.pretty(result));
    }

    /**
     * Starts the process and waits for its finding.
     *
     * @param archive the program, checked
     * @param matrix the program's matrix of class embeddings
     * @param latentSize the length of z
     * @param truncation the value passed if the program takes a truncation
     * @param facts the user's facts about the program
     * @throws UnsupportedInputException if the program works in none of the ways, or exceeds the limits
     */
    ExternalProgramProbe.Finding find(
            TorchScriptArchive archive,
            StoredTensor matrix,
            int latentSize,
            double truncation,
            ExternalProgramFacts facts) {
        Path report = folder.resolve("trial.json");
        List<String> arguments = List.of(
                report.toString(),
                archive.path().toString(),
                matrix.name(),
                Integer.toString(latentSize),
                facts.conditioning().map(Conditioning::name).orElse(ANY),
                Boolean.toString(facts.trusted()),
                Double.toString(truncation));
        List<String> options = List.of("-XX:ErrorFile=" + folder.resolve("crash.log"));
        await(archive.path(), SelfCommand.command(ExternalProbeProcess.class.getName(), options, arguments));
        ObjectNode result = JsonFile.read(report);
        if (result.has(DEVICE)) {
            throw new DeviceUnavailableException(result.get(DEVICE).asText());
        }
        if (result.has(ERROR)) {
            throw new UnsupportedInputException(result.get(ERROR).asText());
        }
        Conditioning conditioning =
                Conditioning.valueOf(result.get("conditioning").asText());
        boolean transposed = result.get("transposed").asBoolean();
        boolean truncated = result.get("truncated").asBoolean();
        ConditionedProgram program = new ConditionedProgram(
                archive,
                matrix.name(),
                conditioning,
                transposed,
                truncated ? OptionalDouble.of(truncation) : OptionalDouble.empty());
        return new ExternalProgramProbe.Finding(
                program,
                conditioning,
                transposed,
                truncated,
                result.get("resolution").asInt());
    }

    private void await(Path program, List<String> command) {
        Path log = folder.resolve("trial.log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                watch(program, process);
                LOG.info("the probe of {} ended with {}: {}", program, process.exitValue(), tail(log));
                // A signal from the terminal reaches both processes.
                stop.check();
                if (process.exitValue() != 0) {
                    throw ended(program, process.exitValue());
                }
            } finally {
                // Wait for its end, since its files are deleted next.
                process.destroyForcibly().onExit().join();
            }
        } catch (IOException e) {
            throw new CannotCreateException(program + ": cannot start a process to probe it: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("interrupted");
        }
    }

    /** Waits for the process to end by itself, and enforces the limits. */
    private void watch(Path program, Process process) throws InterruptedException {
        long begun = System.nanoTime();
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            stop.check();
            OptionalLong resident = ResidentMemory.of(process.pid());
            if (resident.orElse(0) > bounds.bytes()) {
                throw overstepped(program, "more than " + (bounds.bytes() >> 20) + " MiB of memory");
            }
            if (Duration.ofNanos(System.nanoTime() - begun).compareTo(bounds.time()) > 0) {
                throw overstepped(program, "longer than " + bounds.time().toSeconds() + " s");
            }
        }
    }

    private static UnsupportedInputException overstepped(Path program, String what) {
        return new UnsupportedInputException(program + ": probing it took " + what
                + " and was stopped. If the program is just slow or large, lift the limits with --trust and give its kind"
                + " with --conditioning");
    }

    private static CorruptInputException ended(Path program, int code) {
        String how = code > SIGNALLED ? "signal " + (code - SIGNALLED) : "exit code " + code;
        return new CorruptInputException(program + ": probing it crashed the process (" + how + ")");
    }

    private static String tail(Path log) throws IOException {
        // A trusted program may print anything.
        byte[] bytes = Files.size(log) > 1 << 16 ? new byte[0] : Files.readAllBytes(log);
        return MessageText.of(new String(bytes, StandardCharsets.UTF_8));
    }
}
