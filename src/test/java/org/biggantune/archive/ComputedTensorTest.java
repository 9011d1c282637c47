package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.junit.jupiter.api.Test;

class ComputedTensorTest {
    @Test
    void floats_ofSeveralChunks_areTheFormulasValues() {
        StateDict tensors = dict("w", new ComputedTensor(new long[] {3, 1 << 18, 1}, index -> index));
        float[] values = tensors.finiteFloats("w");
        assertThat(values).hasSize(3 << 18);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(i);
        }
    }

    @Test
    void scalar_withoutSizes_hasOneElement() {
        StoredTensor scalar =
                dict("gamma", new ComputedTensor(new long[0], index -> 0.5f)).get("gamma");
        assertThat(scalar.shape()).isEmpty();
        assertThat(scalar.floats()).containsExactly(0.5f);
        assertThat(scalar.describe()).isEqualTo("float32 []");
    }

    @Test
    void stateDict_computed_findsByNameAndShape() {
        StateDict tensors = dict("a.weight", new ComputedTensor(new long[] {2, 3}, index -> 1));
        assertThat(tensors.withoutPrefix("a.").names()).containsExactly("weight");
        assertThat(tensors.get("a.weight", 2, 3).strides()).containsExactly(3, 1);
        assertThatThrownBy(() -> tensors.get("a.weight", 3, 2))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage("made up: tensor 'a.weight' has shape [2, 3], expected [3, 2]");
    }

    @Test
    void finiteFloats_ofAFormulaThatIsNot_areRefused() {
        StateDict tensors = dict("w", new ComputedTensor(new long[] {4}, index -> index == 2 ? Float.NaN : 0));
        assertThatThrownBy(() -> tensors.finiteFloats("w"))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("made up: tensor 'w' is NaN at index 2 of 4");
    }

    private static StateDict dict(String name, ComputedTensor tensor) {
        return StateDict.computed(Path.of("made up"), Map.of(name, tensor));
    }
}
