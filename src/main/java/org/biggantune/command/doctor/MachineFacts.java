package org.biggantune.command.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine as this process sees it.
 *
 * @param processor the processor's name; empty if unknown
 * @param instructions whether the processor has each instruction set that matters to libtorch; empty if unknown
 * @param cores the cores available to the process, by affinity and control group
 * @param machineCores the cores of the machine; empty if unknown
 * @param memory the memory in bytes available to the process: the machine's or its control group's
 * @param available the machine's free and reclaimable memory in bytes; empty if unknown
 * @param heap the maximum size of the Java heap in bytes, which does not include tensors
 * @param slurm Slurm's variables for this job; empty outside a job
 */
record MachineFacts(
        String processor,
        Map<String, Boolean> instructions,
        int cores,
        OptionalInt machineCores,
        long memory,
        OptionalLong available,
        long heap,
        Map<String, String> slurm) {
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final List<String> SLURM = List.of(
            "SLURM_JOB_ID", "SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE", "SLURM_MEM_PER_NODE", "SLURM_MEM_PER_CPU");
    private static final int KIBI = 1024;

    /** Instruction sets by their common names, with the kernel's flags for them on x86-64 and arm64. */
    private static final Map<String, Set<String>> INSTRUCTIONS = new LinkedHashMap<>();

    static {
        INSTRUCTIONS.put("AVX2", Set.of("avx2"));
        INSTRUCTIONS.put("AVX-512", Set.of("avx512f"));
        INSTRUCTIONS.put("bf16", Set.of("avx512_bf16", "bf16"));
        INSTRUCTIONS.put("AMX", Set.of("amx_tile"));
        INSTRUCTIONS.put("NEON", Set.of("asimd"));
        INSTRUCTIONS.put("SVE", Set.of("sve"));
    }

    /** Collects the facts of this process. */
    static MachineFacts ofProcess(Map<String, String> environment) {
        String cpu = text(CPU);
        Map<String, String> slurm = new TreeMap<>();
        SLURM.stream().filter(environment::containsKey).forEach(name -> slurm.put(name, environment.get(name)));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new MachineFacts(
                processor(cpu),
                instructions(cpu),
                Runtime.getRuntime().availableProcessors(),
                machineCores(cpu),
                system.getTotalMemorySize(),
                available(text(MEMORY)),
                Runtime.getRuntime().maxMemory(),
                slurm);
    }

    /** Returns the processor's name in the text of {@code /proc/cpuinfo}; empty if there is none. */
    static String processor(String cpuinfo) {
        return line(cpuinfo, "model name").orElse("");
    }

    /** Returns the instruction sets of the first processor in {@code /proc/cpuinfo}; empty if not listed. */
    static Map<String, Boolean> instructions(String cpuinfo) {
        Map<String, Boolean> found = new LinkedHashMap<>();
        boolean arm = line(cpuinfo, "Features").isPresent();
        line(cpuinfo, arm ? "Features" : "flags").ifPresent(text -> {
            Set<String> words = Set.copyOf(Arrays.asList(text.split("\\s+")));
            INSTRUCTIONS.forEach((name, kernel) -> {
                boolean ofArm = name.equals("NEON") || name.equals("SVE");
                if (name.equals("bf16") || ofArm == arm) {
                    found.put(name, kernel.stream().anyMatch(words::contains));
                }
            });
        });
        return found;
    }

    private static OptionalInt machineCores(String cpuinfo) {
        int count = (int)
                cpuinfo.lines().filter(line -> line.startsWith("processor")).count();
        return count == 0 ? OptionalInt.empty() : OptionalInt.of(count);
    }

    private static OptionalLong available(String meminfo) {
        Matcher line = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$").matcher(meminfo);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) * KIBI) : OptionalLong.empty();
    }

    private static Optional<String> line(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
