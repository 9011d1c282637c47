package org.biggantune.command.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlopCounterTest {
    private static final List<Long> NO_TENSOR = List.of();

    /** Shapes as a program's interpreter shows them: tensors that are not this call's stand in front. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aten::mm    | 2,3 3,5                | 60",
                "aten::mm    | 7,7 2,3 3,5            | 60",
                "aten::bmm   | 4,2,3 4,3,5            | 240",
                "aten::mv    | 2,3 3                  | 12",
                "aten::dot   | 6 6                    | 12",
                "aten::addmm | 5 2,3 3,5 - -          | 60",
                "aten::addmm | 9,9 5 2,3 3,5 - -      | 60",
                "aten::baddbmm | 1,1,1 4,2,3 4,3,5 - - | 240",
                // Two heads: QKᵀ 2·(2·4·3), ·V 2·(2·4·5), times batch and heads.
                "aten::_scaled_dot_product_flash_attention_for_cpu | 1,2,2,3 1,2,4,3 1,2,4,5 - - - - | 256",
            })
    void count_ofAProduct_isTwoForEachMultiplyAdd(String name, String shapes, double expected) {
        assertThat(flops(false, call(name, shapes))).isEqualTo(expected);
    }

    /** Backward QKᵀ, and the gradients of Q and K are of Q's depth; those of P and V of V's. */
    @Test
    void count_ofAttentionBackward_isFiveProducts() {
        OperatorCall call = call(
                "aten::_scaled_dot_product_flash_attention_for_cpu_backward",
                "1,2,2,5 1,2,2,3 1,2,4,3 1,2,4,5 1,2,2,5 1,2,2 - - - -");
        assertThat(flops(false, call)).isEqualTo(2 * 2 * 2 * 4 * (3 * 3 + 2 * 5));
    }

    @Test
    void count_ofAConvolutionWithBackward_takesTheResultsSizeFromItsGradient() {
        OperatorCall forward = call("aten::convolution", "2,3,9,9 8,3,3,3 8 - - - - - -");
        OperatorCall backward = call("aten::convolution_backward", "2,8,4,4 2,3,9,9 8,3,3,3 - - - - - - - -");
        double once = 2.0 * 2 * 8 * 4 * 4 * 3 * 3 * 3;
        assertThat(flops(false, forward, backward)).isEqualTo(2 * once);
        assertThat(flops(true, forward, backward)).isEqualTo(3 * once);
    }

    @Test
    void count_ofConvolutionsOfTheSameShapesButOtherStrides_meetsThemInReversedOrder() {
        OperatorCall first = call("aten::convolution", "1,4,8,8 4,4,1,1 - - - - - - -");
        OperatorCall second = call("aten::convolution", "1,4,8,8 4,4,1,1 - - - - - - -");
        OperatorCall backwardOfSecond = call("aten::convolution_backward", "1,4,4,4 1,4,8,8 4,4,1,1 - - - - - - - -");
        FlopCounter counter = new FlopCounter(false);
        counter.count(new OperatorTrace(List.of(first, second, backwardOfSecond, call("aten::relu", "1,4,8,8"))));
        assertThat(counter.flops(second)).isEqualTo(2.0 * 16 * 4 * 4);
        assertThat(counter.flops(first)).isEqualTo(2.0 * 64 * 4 * 4);
    }

    @Test
    void count_ofAConvolutionWithoutBackward_takesTheResultsSizeFromTheNextCall() {
        OperatorCall forward = call("aten::convolution", "2,3,9,9 8,3,3,3 8 - - - - - -");
        assertThat(flops(false, forward, call("aten::relu_", "2,8,4,4"))).isEqualTo(2.0 * 2 * 8 * 16 * 27);
    }

    @Test
    void count_nextCallShowsOtherTensorsToo_takesTheResultAmongItsArguments() {
        OperatorCall forward = call("aten::convolution", "2,8,4,4 8,8,1,1 8 - - - - - -");
        assertThat(flops(false, forward, call("aten::upsample_nearest2d", "2,8,8,8 2,8,4,4 - - -")))
                .isEqualTo(2.0 * 2 * 8 * 16 * 8);
    }

    /** Each number of the input meets all weights of its channel. */
    @Test
    void count_ofATransposedConvolution_goesByItsInput() {
        OperatorCall inner = call("aten::convolution", "2,6,4,4 6,3,4,4 - - - - - - -");
        OperatorCall outer = new OperatorCall("aten::conv_transpose2d", 1, inner.shapes(), List.of(inner));
        OperatorCall backward = call("aten::convolution_backward", "2,3,8,8 2,6,4,4 6,3,4,4 - - - - - - - -");
        double once = 2.0 * 2 * 6 * 4 * 4 * 3 * 4 * 4;
        assertThat(flops(false, outer, backward)).isEqualTo(2 * once);
    }

    @Test
    void count_ofGroups_dividesByThem() {
        OperatorCall forward = call("aten::convolution", "1,8,4,4 8,2,3,3 - - - - - - -");
        assertThat(flops(false, forward, call("aten::relu_", "1,8,4,4"))).isEqualTo(2.0 * 8 * 16 * 2 * 9);
    }

    @Test
    void count_ofWrappers_countsTheInnermostOnce() {
        OperatorCall mm = call("aten::mm", "2,3 3,5");
        OperatorCall matmul = new OperatorCall("aten::matmul", 1, mm.shapes(), List.of(mm));
        OperatorCall backend = call("aten::mkldnn_convolution", "2,3,9,9 8,3,3,3 8 - - - -");
        OperatorCall convolution = new OperatorCall(
                "aten::convolution", 1, call("", "2,3,9,9 8,3,3,3").shapes(), List.of(backend));
        OperatorCall conv2d = new OperatorCall("aten::conv2d", 1, convolution.shapes(), List.of(convolution));
        assertThat(flops(false, matmul, conv2d, call("aten::relu_", "2,8,9,9"))).isEqualTo(60 + 2.0 * 2 * 8 * 81 * 27);
    }

    @Test
    void count_ofWhatNoRuleKnows_isNamed() {
        FlopCounter counter = new FlopCounter(false);
        counter.count(new OperatorTrace(List.of(
                call("aten::_convolution_mode_of_tomorrow", "1,1"),
                call("aten::convolution", "2,3,9,9 8,3,3,3 8"),
                call("aten::upsample_bilinear2d", "1,1,2,2"),
                call("aten::add", "1,1"))));
        assertThat(counter.uncounted()).containsExactly("aten::_convolution_mode_of_tomorrow", "aten::convolution");
    }

    private static double flops(boolean weightGradients, OperatorCall... calls) {
        return StepProfile.of(new OperatorTrace(List.of(calls)), 1, weightGradients)
                .flops();
    }

    private static OperatorCall call(String name, String shapes) {
        List<List<Long>> parsed = Arrays.stream(shapes.split(" ", -1))
                .map(shape -> shape.equals("-")
                        ? NO_TENSOR
                        : Arrays.stream(shape.split(",", -1)).map(Long::valueOf).toList())
                .toList();
        return new OperatorCall(name, 1, parsed, List.of());
    }
}
