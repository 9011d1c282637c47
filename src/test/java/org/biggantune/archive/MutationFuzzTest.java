package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationFuzzTest {
    private static final int FILES = 3000;

    @TempDir
    Path folder;

    @Test
    void readers_ofChangedFiles_readOrRefuseThem() throws IOException {
        MutationFuzz fuzz = new MutationFuzz(folder, 20_240_509);
        for (int i = 0; i < FILES; i++) {
            assertThat(fuzz.once()).as("file %d", i).isEmpty();
        }
        assertThat(fuzz.refused()).isBetween(FILES / 2L, FILES - 50L);
    }
}
