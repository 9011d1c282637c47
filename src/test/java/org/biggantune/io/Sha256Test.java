package org.biggantune.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.biggantune.domain.failure.MissingInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
    @TempDir
    Path folder;

    @Test
    void of_publishedVectors_givesThePublishedDigests() {
        assertThat(Sha256.of(new byte[0]))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void of_aFileOfAMillionLetters_givesThePublishedDigest() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "a".repeat(1_000_000));
        assertThat(Sha256.of(file)).isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    @Test
    void of_aMissingFile_isRefused() {
        Path file = folder.resolve("none");
        assertThatThrownBy(() -> Sha256.of(file))
                .isInstanceOf(MissingInputException.class)
                .hasMessage(file + ": no such file; check the path");
    }

    @Test
    void begun_givesWhatOfGives_orItsRefusal() throws IOException {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        assertThat(Sha256.begun(file).get())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        Supplier<String> refused = Sha256.begun(folder.resolve("none"));
        assertThatThrownBy(refused::get).isInstanceOf(MissingInputException.class);
    }
}
