package org.biggantune.command.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.biggantune.libtorch.CudaState;
import org.biggantune.libtorch.Gpu;

/** Formats facts about the machine for {@code doctor}. */
final class MachineText {
    private static final double GIGA = 1e9;

    private MachineText() {}

    /** Formats instruction sets: {@code AVX2; not AVX-512, bf16, AMX}. */
    static String instructions(Map<String, Boolean> instructions) {
        if (instructions.isEmpty()) {
            return "unknown";
        }
        String has = names(instructions, true);
        String lacks = names(instructions, false);
        return (has.isEmpty() ? "none of these" : has)
                + (lacks.isEmpty() ? "" : (has.isEmpty() ? ": " : "; not ") + lacks);
    }

    private static String names(Map<String, Boolean> instructions, boolean present) {
        return instructions.entrySet().stream()
                .filter(entry -> entry.getValue() == present)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    /** Formats cores: {@code 4 of the machine's 64}. */
    static String cores(MachineFacts machine) {
        return machine.cores()
                + (machine.machineCores().isPresent()
                        ? " of the machine's " + machine.machineCores().getAsInt()
                        : "");
    }

    /** Formats memory: {@code 25.1 GB, 20.4 GB of the machine's available; Java's heap up to 6.3 GB}. */
    static String memory(MachineFacts machine) {
        String available = machine.available().isPresent()
                ? ", " + gigabytes(machine.available().getAsLong()) + " of the machine's available"
                : "";
        return gigabytes(machine.memory()) + available + "; Java's heap up to " + gigabytes(machine.heap());
    }

    /** Formats variables: {@code SLURM_JOB_ID=7, SLURM_CPUS_PER_TASK=4}. */
    static String pairs(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Adds the facts about driver and GPUs. */
    static void gpus(Map<String, String> facts, CudaState cuda, GpuFacts machine) {
        facts.put("CUDA driver", cuda.present() ? "for CUDA " + cuda.version() : "none");
        machine.kernelModule().ifPresent(line -> facts.put("kernel module", line));
        machine.tool()
                .ifPresent(path -> facts.put("nvidia-smi", path + ": " + String.join(" | ", machine.toolAnswer())));
        machine.visible().ifPresent(value -> facts.put("CUDA_VISIBLE_DEVICES", value));
        facts.put("GPUs", cuda.usable() ? gpus(cuda.gpus()) : "none");
    }

    private static String gpus(List<Gpu> gpus) {
        return gpus.stream()
                .map(gpu -> "cuda:" + gpu.index() + " " + gpu.name() + " (" + gigabytes(gpu.memory())
                        + ", compute capability " + gpu.capability() + ")")
                .collect(Collectors.joining("; "));
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / GIGA);
    }
}
