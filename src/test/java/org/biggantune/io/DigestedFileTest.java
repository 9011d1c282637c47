package org.biggantune.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestedFileTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String ABD = "a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9";

    @TempDir
    Path folder;

    private Path file;
    private DigestedFile digested;

    @BeforeEach
    void digest() throws IOException {
        file = Files.writeString(folder.resolve("file"), "abc");
        // A clock of the file system that stands for some milliseconds must not hide what follows.
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        digested = DigestedFile.of(file);
    }

    @Test
    void file_leftAlone_isUntouched() {
        assertThat(digested.sha256()).isEqualTo(ABC);
        assertThatCode(digested::requireUntouched).doesNotThrowAnyException();
        assertThatCode(digested::requireSameContent).doesNotThrowAnyException();
    }

    @Test
    void file_overwrittenInItsSize_isRefusedWithBothDigests() throws IOException {
        Files.writeString(file, "abd");
        assertThatThrownBy(digested::requireUntouched)
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageStartingWith(file + ": changed while it was in use")
                .hasMessageContaining(ABC)
                .hasMessageContaining(ABD);
        assertThatThrownBy(digested::requireSameContent).hasMessageContaining(ABD);
    }

    @Test
    void file_exchangedForOneOfTheSameSizeAndTime_isRefused() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "abd");
        Files.setLastModifiedTime(other, FileTime.fromMillis(1_000_000));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(digested::requireUntouched).hasMessageContaining(ABD);
    }

    @Test
    void file_writtenAnewWithTheSameContent_hasTheContent_butWasTouched() throws IOException {
        Files.delete(file);
        Files.writeString(file, "abc");
        assertThatCode(digested::requireSameContent).doesNotThrowAnyException();
        assertThatThrownBy(digested::requireUntouched).hasMessageContaining(ABC + " and is the same again");
    }

    @Test
    void file_thatIsGone_isMissing() throws IOException {
        Files.delete(file);
        String message = file + ": was removed while it was in use; put it back, or install it again, and run again";
        assertThatThrownBy(digested::requireUntouched)
                .isInstanceOf(MissingInputException.class)
                .hasMessage(message);
        assertThatThrownBy(digested::requireSameContent)
                .isInstanceOf(MissingInputException.class)
                .hasMessage(message);
    }

    @Test
    void files_askedForAgain_areDigestedOnceUntilTheyAreTouched() throws IOException {
        DigestedFiles files = new DigestedFiles();
        DigestedFile first = files.of(file);
        assertThat(files.of(file)).isSameAs(first);
        Files.writeString(file, "abd");
        assertThat(files.of(file).sha256()).isEqualTo(ABD);
        Files.delete(file);
        assertThatThrownBy(() -> files.of(file)).isInstanceOf(MissingInputException.class);
    }
}
