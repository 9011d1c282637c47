package org.biggantune.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.biggantune.domain.failure.InvalidOptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiversitySettingsTest {
    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void constructor_weightOutOfRange_isRefused(double weight) {
        assertThatThrownBy(() -> new DiversitySettings(Diversity.PIXELWISE, weight))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--diversity-weight " + weight + ": expected 0 or more");
    }

    @Test
    void constructor_layerWithoutName_isRefused() {
        assertThatThrownBy(() -> new DiversitySettings(Diversity.FEATURES, 1, DiversityReduction.MEAN, " "))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--diversity-features: expected auto or the name of a layer");
    }

    @Test
    void withWeight_settings_keepTheRest() {
        DiversitySettings settings = new DiversitySettings(Diversity.FEATURES, 1, DiversityReduction.SUM, "layer2");
        assertThat(settings.withWeight(3))
                .isEqualTo(new DiversitySettings(Diversity.FEATURES, 3, DiversityReduction.SUM, "layer2"));
    }
}
