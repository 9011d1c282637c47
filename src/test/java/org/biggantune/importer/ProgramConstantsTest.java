package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.biggantune.archive.ComputedTensor;
import org.biggantune.archive.StateDict;
import org.junit.jupiter.api.Test;

/** Constants of norms that programs have as attributes or in their code. */
class ProgramConstantsTest {
    private static StateDict named(String... names) {
        return StateDict.computed(
                Path.of("p.pt"),
                Arrays.stream(names)
                        .collect(Collectors.toMap(
                                name -> name, name -> new ComputedTensor(new long[] {1}, index -> 0))));
    }

    private static OptionalDouble inCode(StateDict tensors, String... calls) {
        return ProgramConstants.of(tensors, Map.of(), List.of(calls)).batchNorm();
    }

    @Test
    void of_tracedCode_takesTheEighthArgument() {
        String call =
                "    _1 = torch.batch_norm(x, None, None, torch.select(means, 0, 25), torch.add(v, u[0]), False, 0.,"
                        + " 1.0000000000000001e-05, True)\n";
        assertThat(inCode(named("w"), "no call", call + call)).hasValue(1e-5);
        assertThat(inCode(named("w"), call, call.replace("1.0000000000000001e-05", "0.001")))
                .isEmpty();
        assertThat(inCode(named("w"), call.replace("1.0000000000000001e-05", "eps")))
                .isEmpty();
        assertThat(inCode(named("w"), call.replace(", True)", ")"))).isEmpty();
        assertThat(inCode(named("w"), call.substring(0, 60))).isEmpty();
        assertThat(inCode(named("w"), call.replace("1.0000000000000001e-05", "2.0")))
                .isEmpty();
    }

    @Test
    void of_codeOfVeryManyOpenCalls_isSearchedInLinearTime() {
        String code = "torch.batch_norm(".repeat(1 << 18);
        assertTimeout(
                Duration.ofMinutes(1),
                () -> assertThat(inCode(named("w"), code)).isEmpty());
    }

    /** BigGAN-PyTorch's last norm has 1e-5 whatever the others have. */
    @Test
    void of_bigGanPyTorch_leavesTheLastNormOut() {
        String last = "torch.batch_norm(x, w, b, m, v, False, 0.1, 1.0000000000000001e-05, True)";
        String others = last.replace("1.0000000000000001e-05", "0.0001");
        assertThat(inCode(named("output_layer.0.gain"), others, last)).hasValue(1e-4);
        assertThat(inCode(named("output_layer.0.gain"), last)).hasValue(1e-5);
        assertThat(inCode(named("generator.bn.weight"), others, last)).isEmpty();
    }

    @Test
    void of_scriptedModules_takesTheirAttributes() {
        StateDict tensors = named("conv.u0");
        Map<String, Object> attributes =
                Map.of("blocks.0.0.bn1.eps", 1e-4, "bn2.eps", 1e-4, "conv.eps", 1e-6, "output_layer.0.eps", 1e-5);
        ProgramConstants found = ProgramConstants.of(tensors, attributes, List.of());
        assertThat(found.batchNorm()).hasValue(1e-4);
        assertThat(found.spectralNorm()).hasValue(1e-6);
        assertThat(ProgramConstants.of(tensors, Map.of("bn1.eps", 1e-4, "bn2.eps", 1e-5), List.of())
                        .batchNorm())
                .isEmpty();
        assertThat(ProgramConstants.of(tensors, Map.of("bn1.eps", "1e-4"), List.of())
                        .batchNorm())
                .isEmpty();
    }
}
