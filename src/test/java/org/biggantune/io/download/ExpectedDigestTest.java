package org.biggantune.io.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectedDigestTest {
    /** Of "abc", as FIPS 180-4's examples have them. */
    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String SHA1 = "a9993e364706816aba3e25717850c26c9cd0d89d";

    @TempDir
    Path folder;

    @Test
    void sha256_thatIsKnown_isComparedWithoutReadingTheFile() throws IOException {
        Path missing = folder.resolve("missing");
        assertThat(new ExpectedDigest("SHA-256", SHA256.substring(0, 8)).isOf(missing, SHA256))
                .isTrue();
        assertThat(new ExpectedDigest("SHA-256", SHA256.substring(1, 9)).isOf(missing, SHA256))
                .isFalse();
        assertThatThrownBy(() -> ExpectedDigest.sha1(SHA1).isOf(missing, SHA256))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void sha1_isThatOfTheFile_whateverItsSha256Is() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "abc");
        assertThat(ExpectedDigest.sha1(SHA1).isOf(file, "00")).isTrue();
        assertThat(ExpectedDigest.sha1(SHA1.substring(1)).isOf(file, SHA256)).isFalse();
        assertThat(new ExpectedDigest("SHA-256", SHA256).isOf(file)).isTrue();
    }
}
