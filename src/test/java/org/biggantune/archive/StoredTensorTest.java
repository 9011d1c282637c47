package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.biggantune.archive.scalar.ScalarDecoder;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTensorTest {
    @ParameterizedTest
    @ValueSource(strings = {"tiny_zip.pth", "tiny_legacy.pth"})
    void values_ofEveryTypeAndLayout_areTheOnesSaved(String file) {
        try (Checkpoint checkpoint = Checkpoint.open(ArchiveFiles.resource(file))) {
            StateDict tensors = checkpoint.stateDict();
            assertThat(tensors.get("plain").floats()).containsExactly(0, .125f, .25f, .375f, .5f, .625f);
            assertThat(tensors.get("turned").floats()).containsExactly(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
            assertThat(tensors.get("turned").strides()).containsExactly(1, 4);
            assertThat(tensors.get("part").floats()).containsExactly(6, 7, 10, 11);
            assertThat(tensors.get("part").storageOffset()).isEqualTo(6);
            assertThat(tensors.get("part").storageKey())
                    .isEqualTo(tensors.get("turned").storageKey());
            assertThat(ExactNumbers.of(tensors.get("double"))).containsExactly(0.1, -2.5e300);
            assertThat(tensors.get("half").floats()).containsExactly(1.5f, -65504f, 0x1p-24f, 0.33325195f);
            assertThat(tensors.get("brain").floats()).containsExactly(1f, -3.140625f, 9.96921e37f);
            assertThat(ExactNumbers.of(tensors.get("long"))).containsExactly(-5, 1L << 40);
            assertThat(ExactNumbers.of(tensors.get("int"))).containsExactly(-7, 8);
            assertThat(ExactNumbers.of(tensors.get("short"))).containsExactly(-300, 300);
            assertThat(ExactNumbers.of(tensors.get("char"))).containsExactly(-128, 127);
            assertThat(ExactNumbers.of(tensors.get("byte"))).containsExactly(0, 255);
            assertThat(ExactNumbers.of(tensors.get("bool"))).containsExactly(1, 0, 1);
            assertThat(tensors.get("scalar").floats()).containsExactly(2.5f);
            assertThat(tensors.get("scalar").describe()).isEqualTo("float32 []");
            assertThat(tensors.get("empty", 0, 3).floats()).isEmpty();
            assertThat(tensors.get("expanded").floats()).containsExactly(7, 7, 7, 7);
            assertThat(tensors.finiteFloats("learned")).containsExactly(0.5f, 0.25f);
            assertThat(tensors.get("long").describe()).isEqualTo("int64 [1, 2]");
            assertThat(tensors.get("long").elementCount()).isEqualTo(2);
        }
    }

    @Test
    void half_everyBitPattern_agreesWithItsDefinition() {
        for (int bits = 0; bits < 0x10000; bits++) {
            int exponent = (bits >> 10) & 31;
            double fraction = bits & 1023;
            double magnitude = exponent == 31
                    ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                    : exponent == 0 ? Math.scalb(fraction, -24) : Math.scalb(1024 + fraction, exponent - 25);
            double expected = bits >= 0x8000 ? -magnitude : magnitude;
            assertThat(Double.valueOf(ScalarDecoder.half((short) bits))).isEqualTo(Double.valueOf(expected));
        }
    }

    @Test
    void floats_ofIntegers_areRefused() {
        try (Checkpoint checkpoint = Checkpoint.open(ArchiveFiles.resource("tiny_zip.pth"))) {
            StateDict tensors = checkpoint.stateDict();
            assertThatThrownBy(() -> tensors.get("int").floats())
                    .isInstanceOf(UnsupportedInputException.class)
                    .hasMessageEndingWith("tiny_zip.pth: tensor 'int' is int32 [2], expected floating-point numbers");
        }
    }

    @Test
    void stateDict_wrongNameShapeOrValue_isRefusedWithFoundAndExpected() {
        try (Checkpoint checkpoint = Checkpoint.open(ArchiveFiles.resource("tiny_zip.pth"))) {
            StateDict tensors = checkpoint.stateDict();
            assertThat(tensors.find("plane")).isEmpty();
            assertThatThrownBy(() -> tensors.get("plane"))
                    .isInstanceOf(UnsupportedInputException.class)
                    .hasMessageContaining("tiny_zip.pth: has no tensor 'plane'; nearest: plain, ");
            assertThatThrownBy(() -> tensors.get("plain", 3, 2))
                    .isInstanceOf(UnsupportedInputException.class)
                    .hasMessageEndingWith("tensor 'plain' has shape [2, 3], expected [3, 2]");
            assertThat(tensors.finiteFloats("part")).hasSize(4);
            assertThatThrownBy(() -> tensors.finiteFloats("bad"))
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageEndingWith("tensor 'bad' is Infinity at index 1 of 3, expected finite numbers");
            assertThat(tensors.withoutPrefix("pl").names()).containsExactly("ain");
            assertThat(tensors.withoutPrefix("pl").get("ain").name()).isEqualTo("ain");
        }
    }

    @Test
    void scalarType_storageNames_leadBack() {
        for (ScalarType type : ScalarType.values()) {
            assertThat(ScalarType.ofStorageName(type.storageName())).contains(type);
        }
        assertThat(ScalarType.ofStorageName("ComplexFloatStorage")).isEmpty();
    }
}
