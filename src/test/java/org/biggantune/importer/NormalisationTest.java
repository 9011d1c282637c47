package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.biggantune.archive.ComputedTensor;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.junit.jupiter.api.Test;

/** Normalisers that are saved beside a classifier. */
class NormalisationTest {
    private final Map<String, ComputedTensor> tensors = new LinkedHashMap<>();

    private void put(String name, float... values) {
        tensors.put(name, new ComputedTensor(new long[] {values.length, 1, 1}, index -> values[(int) index]));
    }

    private StateDict dict() {
        return StateDict.computed(Path.of("c.pt"), tensors);
    }

    @Test
    void read_meanAndStdOfALayer_areTheNormalisation() {
        put("bn.running_mean", 1, 2, 3);
        put("bn.mean", 0.5f);
        put("bn.std", 0.5f);
        put("0.mean", 0.25f, 0.5f, 0.75f);
        put("0.std", 0.1f, 0.2f, 0.3f);
        assertThat(Normalisation.read(dict()))
                .contains(new Normalisation(List.of(0.25, 0.5, 0.75), List.of(0.1, 0.2, 0.3)));
    }

    @Test
    void read_otherTensors_areNone() {
        put("bn.running_mean", 1, 2, 3);
        put("mean", 0.5f, 0.5f, 0.5f);
        put("stats.mean", 0.5f);
        put("stats.std", 0.5f);
        assertThat(Normalisation.read(dict())).isEmpty();
    }

    /** Networks of Caffe's time take numbers from 0 to 255, which the tool does not give. */
    @Test
    void read_normaliserForOtherImages_isRefused() {
        put("norm.mean", 123.7f, 116.3f, 103.5f);
        put("norm.std", 1, 1, 1);
        assertThatThrownBy(() -> Normalisation.read(dict()))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage(
                        "c.pt: its normaliser 'norm.mean' subtracts [123.7, 116.3, 103.5], expected one for images in"
                                + " [0, 1]; give --mean and --std");
        put("norm.mean", 0.5f, 0.5f, 0.5f);
        put("norm.std", 58, 57, 57);
        assertThatThrownBy(() -> Normalisation.read(dict()))
                .hasMessage("c.pt: its normaliser 'norm.mean' divides by [58.0, 57.0, 57.0], expected one for images in"
                        + " [0, 1]; give --mean and --std");
    }
}
