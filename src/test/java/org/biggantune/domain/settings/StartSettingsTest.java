package org.biggantune.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.failure.SettingsConflictException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StartSettingsTest {
    private static final Optional<Path> FILE = Optional.of(Path.of("rows.npy"));

    private static StartSettings of(InitialEmbedding initial, double noise, int starts, Optional<Path> file) {
        return new StartSettings(initial, noise, starts, 16, file);
    }

    @ParameterizedTest
    @EnumSource(names = {"TARGET", "MEAN"})
    void constructor_severalStartsAtOnePlaceWithoutNoise_areRefused(InitialEmbedding initial) {
        assertThatThrownBy(() -> of(initial, 0, 2, Optional.empty()))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessage("--starts 2 with --initial-noise 0: all starts would be the same;"
                        + " give noise above 0 or one start");
        assertThat(of(initial, 0.1, 2, Optional.empty()).starts()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOP", "RANDOM", "GAUSSIAN"})
    void constructor_severalStartsAtSeveralPlaces_needNoNoise(InitialEmbedding initial) {
        assertThat(of(initial, 0, 3, Optional.empty()).starts()).isEqualTo(3);
    }

    @Test
    void constructor_fileWithoutAName_isRefused() {
        assertThatThrownBy(() -> of(InitialEmbedding.FILE, 0, 1, Optional.empty()))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessage("--initial file without --initial-file: give the .npy file with the initial embeddings");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILE")
    void constructor_fileThatWouldNotBeRead_isRefused(InitialEmbedding initial) {
        assertThatThrownBy(() -> of(initial, 0.1, 1, FILE))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessage("--initial-file rows.npy with --initial " + initial
                        + ": the file would not be read; give --initial file or --initial-file none");
    }

    @Test
    void requireDifferent_fewerPlacesThanStarts_needNoise() {
        StartSettings three = of(InitialEmbedding.FILE, 0, 3, FILE);
        assertThatCode(() -> three.requireDifferent(3, "rows.npy")).doesNotThrowAnyException();
        assertThatThrownBy(() -> three.requireDifferent(2, "rows.npy"))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessage("--starts 3 with --initial-noise 0: rows.npy has only 2 embeddings to start at;"
                        + " give noise above 0 or at most 2 starts");
        assertThatCode(() -> of(InitialEmbedding.FILE, 0.1, 3, FILE).requireDifferent(2, "rows.npy"))
                .doesNotThrowAnyException();
    }
}
