package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.support.HostileFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationFuzzTest {
    private static final int FILES = 3000;

    @TempDir
    Path folder;

    @Test
    void readers_ofHostileFiles_refuseAllButTheSoundOnes() throws IOException {
        MutationFuzz fuzz = new MutationFuzz(folder, 1);
        List<String> read = new ArrayList<>();
        for (Path file : HostileFiles.write(folder)) {
            assertThat(file)
                    .as("size of %s", file)
                    .satisfies(seed -> assertThat(Files.size(seed)).isLessThan(16 << 10));
            long before = fuzz.refused();
            assertThat(fuzz.read(Files.readAllBytes(file))).as("%s", file).isEmpty();
            if (fuzz.refused() == before) {
                read.add(String.valueOf(file.getFileName()));
            }
        }
        assertThat(read)
                .containsExactly(
                        "zeros.npz",
                        "eight-of-zeros.npz",
                        "columns-first.npz",
                        "one-hash.safetensors",
                        "long-name.safetensors",
                        "generator.json",
                        "classifier.json");
    }

    @Test
    void readers_ofChangedFiles_readOrRefuseThem() throws IOException {
        MutationFuzz fuzz = new MutationFuzz(folder, 20_240_509);
        for (int i = 0; i < FILES; i++) {
            assertThat(fuzz.once()).as("file %d", i).isEmpty();
        }
        assertThat(fuzz.refused()).isBetween(FILES / 2L, FILES - 50L);
    }
}
