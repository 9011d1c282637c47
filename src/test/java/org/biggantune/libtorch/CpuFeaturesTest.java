package org.biggantune.libtorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lines as Linux writes them on several processors, shortened. */
class CpuFeaturesTest {
    private static CpuFeatures of(String flags) {
        return CpuFeatures.parse(List.of("processor\t: 0", "model name\t: some processor", flags, "", flags + " more"));
    }

    @Test
    void flags_ofTheFirstProcessor_areRead() {
        assertThat(of("flags\t\t: fpu sse2 avx2").flags()).isEqualTo(Set.of("fpu", "sse2", "avx2"));
        assertThat(of("Features\t: fp asimd bf16").flags()).isEqualTo(Set.of("fp", "asimd", "bf16"));
        assertThat(of("bugs\t\t: spectre_v1").flags()).isEmpty();
    }

    @Test
    void bfloat16_onX86_needsAvx512() {
        assertThat(of("flags\t\t: fpu avx2 avx512f avx512dq avx512bw avx512vl").missingForBfloat16())
                .isEmpty();
        assertThat(of("flags\t\t: fpu avx2 avx512f avx512dq avx512vl").missingForBfloat16())
                .contains("AVX-512 (avx512bw, avx512dq, avx512vl)");
        assertThat(of("flags\t\t: fpu avx2").missingForBfloat16()).isPresent();
    }

    @Test
    void bfloat16_onArm_needsItsInstructions() {
        assertThat(of("Features\t: fp asimd i8mm bf16").missingForBfloat16()).isEmpty();
        assertThat(of("Features\t: fp asimd").missingForBfloat16()).contains("bf16 instructions");
    }

    @Test
    void bfloat16_whereNothingIsKnown_isNotWarnedOf() {
        assertThat(CpuFeatures.parse(List.of()).missingForBfloat16()).isEmpty();
    }
}
