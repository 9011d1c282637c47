package org.biggantune.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.domain.failure.WriteFailedException;
import org.biggantune.support.ScratchFeatures;
import org.junit.jupiter.api.Test;

class ScratchFloatsTest {
    private static float[] ramp(int from, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = from + i;
        }
        return values;
    }

    @Test
    void numbers_appendedInPieces_areReadFromAnyPlace() {
        try (ScratchFloats scratch = ScratchFloats.create()) {
            scratch.append(ramp(0, 1000));
            scratch.append(new float[0]);
            scratch.append(ramp(1000, 200_000));
            assertThat(scratch.size()).isEqualTo(201_000);
            float[] all = new float[201_000];
            scratch.read(0, all, 0, all.length);
            assertThat(all).containsExactly(ramp(0, 201_000));
            float[] some = {-1, -1, -1, -1};
            scratch.read(199_999, some, 1, 2);
            assertThat(some).containsExactly(-1, 199_999, 200_000, -1);
            assertThatThrownBy(() -> scratch.read(200_998, some, 0, 4))
                    .isInstanceOf(WriteFailedException.class)
                    .hasMessageContaining("reading a temporary file back failed");
        }
    }

    /** Not even while the process is there: nothing is left, however it ends. */
    @Test
    void file_whileItIsOpen_hasNoName() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "the system does not show what a process has open");
        List<String> before = ScratchFeatures.openFiles();
        try (ScratchFloats scratch = ScratchFloats.create()) {
            scratch.append(ramp(0, 10));
            List<String> during = new ArrayList<>(ScratchFeatures.openFiles());
            during.removeAll(before);
            assertThat(during).singleElement().asString().endsWith(" (deleted)");
        }
        assertThat(ScratchFeatures.openFiles()).hasSameSizeAs(before);
    }
}
