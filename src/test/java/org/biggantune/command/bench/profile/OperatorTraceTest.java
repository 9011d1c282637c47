package org.biggantune.command.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as libtorch writes them: when they end. */
class OperatorTraceTest {
    @TempDir
    private Path folder;

    @Test
    void read_eventsInTheOrderOfTheirEnds_restoresWhatCalledWhat() throws IOException {
        OperatorTrace trace = read(
                event("aten::mm", 1, 12, 80, "[[2, 3], [3, 4]]"),
                event("aten::matmul", 1, 10, 90, "[[2, 3], [3, 4]]"),
                event("aten::add", 1, 101, 5, "[[2, 4], []]"),
                event("forward", 1, 5, 120, "[]"),
                event("aten::relu", 1, 130, 10, "[[2, 4]]"),
                event("aten::mul", 2, 11, 7, "[[1]]"));

        assertThat(trace.calls()).extracting(OperatorCall::name).containsExactly("forward", "aten::mul", "aten::relu");
        OperatorCall forward = trace.calls().get(0);
        assertThat(forward.calls()).extracting(OperatorCall::name).containsExactly("aten::matmul", "aten::add");
        assertThat(forward.selfMicroseconds()).isCloseTo(120 - 90 - 5, within(1e-9));
        OperatorCall mm = forward.calls().get(0).calls().get(0);
        assertThat(mm.name()).isEqualTo("aten::mm");
        assertThat(mm.shapes()).isEqualTo(List.of(List.of(2L, 3L), List.of(3L, 4L)));
        assertThat(forward.isOperator()).isFalse();
        assertThat(mm.isOperator()).isTrue();
    }

    @Test
    void read_aThreadThatIsWrittenFirstButBeganLater_comesBehind() throws IOException {
        // As on a GPU: the backward pass in a thread of its own, which libtorch writes in any order.
        OperatorTrace trace = read(
                event("aten::convolution_backward", 2, 210, 20, "[[1, 3, 8, 8], [1, 3, 8, 8], [3, 3, 3, 3]]"),
                event("aten::convolution", 1, 12, 80, "[[1, 3, 8, 8], [3, 3, 3, 3]]"));
        assertThat(trace.calls())
                .extracting(OperatorCall::name)
                .containsExactly("aten::convolution", "aten::convolution_backward");
    }

    @Test
    void profile_ofAStep_tellsOperatorsFromWhatSurroundsThem() throws IOException {
        OperatorTrace trace = read(
                event("aten::mm", 1, 12, 80, "[[2, 3], [3, 4]]"),
                event("aten::matmul", 1, 10, 90, "[[2, 3], [3, 4]]"),
                event("forward", 1, 5, 120, "[]"),
                event("aten::mm", 1, 141, 6, "[[2, 4], [4, 3]]"),
                event("MmBackward0", 1, 140, 10, "[[2, 4]]"),
                event("autograd::engine::evaluate_function: MmBackward0", 1, 135, 20, "[]"));

        StepProfile profile = StepProfile.of(trace, 200e-6, false);
        assertThat(profile.flops()).isEqualTo(2 * 2 * 3 * 4 + 2 * 2 * 4 * 3);
        assertThat(profile.operators())
                .extracting(OperatorShare::name, OperatorShare::calls, OperatorShare::microseconds)
                .containsExactly(tuple("aten::mm", 2L, 86.0), tuple("aten::matmul", 1L, 10.0));
        assertThat(profile.surroundings())
                .extracting(OperatorShare::name, share -> Math.round(share.microseconds()))
                .containsExactly(
                        tuple("(Java and its calls)", 60L),
                        tuple("(program interpreter)", 30L),
                        tuple("(backward engine)", 14L));
        assertThat(profile.outsideShare()).isCloseTo((200 - 96) / 200.0, within(1e-9));
        assertThat(profile.shapes()).hasSize(2);
    }

    @Test
    void read_anythingElse_isRefused() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "[ {");
        assertThatThrownBy(() -> OperatorTrace.read(broken))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageStartingWith(broken + ": not a trace: ");
        Path none = folder.resolve("none.json");
        assertThatThrownBy(() -> OperatorTrace.read(none)).isInstanceOf(MissingInputException.class);
    }

    private OperatorTrace read(String... events) throws IOException {
        Path file = folder.resolve("trace.json");
        return OperatorTrace.read(Files.writeString(file, "[\n" + String.join(",\n", events) + "]\n"));
    }

    private static String event(String name, int thread, double begin, double duration, String shapes) {
        return "{\"name\": \"" + name + "\", \"ph\": \"X\", \"ts\": " + begin + ", \"dur\": " + duration + ", \"tid\": "
                + thread + ", \"pid\": \"CPU Functions\", \"shape\": " + shapes
                + ", \"cpu mem\": \"0 b\", \"args\": {}}";
    }
}
