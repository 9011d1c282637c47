package org.biggantune.libtorch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The instruction sets of a CPU, named as in Linux's {@code /proc/cpuinfo}.
 *
 * @param flags such as {@code avx2}; empty if unknown
 */
public record CpuFeatures(Set<String> flags) {
    /** Without these, PyTorch does not use oneDNN for bfloat16 on x86 ({@code mkldnn_bf16_device_check}). */
    private static final List<String> X86 = List.of("avx512bw", "avx512dq", "avx512vl");

    private static final Pattern FLAGS = Pattern.compile("(flags|Features)\\s*:\\s*(.*)");

    /** Copies the flags. */
    public CpuFeatures {
        flags = Set.copyOf(flags);
    }

    /** Returns those of this machine's first CPU; empty without {@code /proc/cpuinfo}. */
    public static CpuFeatures ofMachine() {
        try {
            return parse(Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new CpuFeatures(Set.of());
        }
    }

    /** Parses the first CPU in the lines of a {@code /proc/cpuinfo}, on x86 or ARM. */
    static CpuFeatures parse(List<String> lines) {
        return new CpuFeatures(lines.stream()
                .map(FLAGS::matcher)
                .filter(matcher -> matcher.matches())
                .findFirst()
                .map(matcher ->
                        new HashSet<>(Arrays.asList(matcher.group(2).trim().split("\\s+"))))
                .orElseGet(HashSet::new));
    }

    /** Describes what the CPU lacks for fast bfloat16; empty if nothing, or if unknown. */
    public Optional<String> missingForBfloat16() {
        if (flags.isEmpty()) {
            return Optional.empty();
        }
        if (flags.contains("asimd")) {
            return flags.contains("bf16") ? Optional.empty() : Optional.of("bf16 instructions");
        }
        return flags.containsAll(X86) ? Optional.empty() : Optional.of("AVX-512 (" + String.join(", ", X86) + ")");
    }
}
