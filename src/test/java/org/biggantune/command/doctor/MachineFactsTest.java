package org.biggantune.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MachineFactsTest {
    /** Shortened from a server with Sapphire Rapids. */
    private static final String INTEL = """
            processor	: 0
            vendor_id	: GenuineIntel
            model name	: Intel(R) Xeon(R) Platinum 8488C
            flags		: fpu vme sse4_2 avx f16c avx2 avx512f avx512bw avx512_bf16 avx512_fp16 amx_bf16 amx_tile amx_int8

            processor	: 1
            model name	: Intel(R) Xeon(R) Platinum 8488C
            """;

    /** Shortened from a desktop of 2013. */
    private static final String OLD = """
            model name	: Intel(R) Core(TM) i7-3770 CPU @ 3.40GHz
            flags		: fpu vme sse4_2 avx f16c
            """;

    /** Shortened from a Graviton 3. */
    private static final String ARM = """
            processor	: 0
            BogoMIPS	: 2100.00
            Features	: fp asimd evtstrm aes asimddp sve i8mm bf16 dgh rng
            CPU implementer	: 0x41
            """;

    @Test
    void instructions_ofProcessors_areThoseOfTheirFlags() {
        assertThat(MachineFacts.instructions(INTEL))
                .isEqualTo(Map.of("AVX2", true, "AVX-512", true, "bf16", true, "AMX", true));
        assertThat(MachineFacts.instructions(OLD))
                .isEqualTo(Map.of("AVX2", false, "AVX-512", false, "bf16", false, "AMX", false));
        assertThat(MachineFacts.instructions(ARM)).isEqualTo(Map.of("bf16", true, "NEON", true, "SVE", true));
        assertThat(MachineFacts.instructions("")).isEmpty();
    }

    @Test
    void processor_isNamedWhereTheKernelNamesIt() {
        assertThat(MachineFacts.processor(INTEL)).isEqualTo("Intel(R) Xeon(R) Platinum 8488C");
        assertThat(MachineFacts.processor(ARM)).isEmpty();
    }

    @Test
    void text_saysWhatIsThereAndWhatIsNot() {
        assertThat(MachineText.instructions(MachineFacts.instructions(INTEL))).isEqualTo("AVX2, AVX-512, bf16, AMX");
        assertThat(MachineText.instructions(MachineFacts.instructions(OLD)))
                .isEqualTo("none of these: AVX2, AVX-512, bf16, AMX");
        assertThat(MachineText.instructions(Map.of())).isEqualTo("unknown");
        MachineFacts machine = new MachineFacts(
                "", Map.of(), 4, OptionalInt.of(64), 8_000_000_000L, OptionalLong.empty(), 2_000_000_000L, Map.of());
        assertThat(MachineText.cores(machine)).isEqualTo("4 of the machine's 64");
        assertThat(MachineText.memory(machine)).isEqualTo("8.0 GB; Java's heap up to 2.0 GB");
    }
}
