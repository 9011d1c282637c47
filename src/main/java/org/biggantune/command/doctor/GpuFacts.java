package org.biggantune.command.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Facts about the NVIDIA driver from sources other than its library, to explain why no GPU is found.
 *
 * @param kernelModule the kernel module's version line on Linux; empty if there is none
 * @param tool the program {@code nvidia-smi}; empty if it is not on the path
 * @param toolAnswer the output of that program, a line for each GPU; empty if there is none
 * @param visible the variable CUDA_VISIBLE_DEVICES; empty if not set
 */
record GpuFacts(Optional<String> kernelModule, Optional<Path> tool, List<String> toolAnswer, Optional<String> visible) {
    private static final Path KERNEL_MODULE = Path.of("/proc/driver/nvidia/version");
    private static final int PATIENCE_SECONDS = 10;
    private static final int MOST_LINES = 64;

    /** Collects the facts of this machine. */
    static GpuFacts ofMachine(Map<String, String> environment) {
        Optional<Path> tool = Stream.of(
                        environment.getOrDefault("PATH", "").split(System.getProperty("path.separator")))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "nvidia-smi"))
                .filter(Files::isExecutable)
                .findFirst();
        return new GpuFacts(
                readKernelModule(),
                tool,
                tool.map(GpuFacts::answer).orElse(List.of()),
                Optional.ofNullable(environment.get("CUDA_VISIBLE_DEVICES")));
    }

    private static Optional<String> readKernelModule() {
        try (Stream<String> lines = Files.lines(KERNEL_MODULE, StandardCharsets.ISO_8859_1)) {
            return lines.findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> answer(Path tool) {
        try {
            Process process = new ProcessBuilder(
                            tool.toString(), "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return List.of("no answer within " + PATIENCE_SECONDS + " s");
            }
            try (InputStream in = process.getInputStream()) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return text.lines()
                        .filter(line -> !line.isBlank())
                        .limit(MOST_LINES)
                        .toList();
            }
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
