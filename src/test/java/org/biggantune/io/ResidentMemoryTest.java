package org.biggantune.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {
    private static final String STATUS = "Name:\tjava\nVmHWM:\t  123456 kB\nVmRSS:\t   65536 kB\nRssAnon:\t 1 kB\n";

    @Test
    void field_ofAStatusText_isInBytes() {
        assertThat(ResidentMemory.field("VmHWM", STATUS)).hasValue(123456L * 1024);
        assertThat(ResidentMemory.field("VmRSS", STATUS)).hasValue(64L << 20);
        assertThat(ResidentMemory.field("VmSwap", STATUS)).isEmpty();
    }

    @Test
    void now_afterTouchingMemory_isGreater(@TempDir Path folder) throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "SKIPPED: no /proc/self/status here");
        long before = ResidentMemory.now().orElseThrow();
        // Pages of a file are new ones for certain, while a heap or libtorch's allocator may have kept some that fit.
        try (FileChannel channel = FileChannel.open(
                folder.resolve("pages"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            MappedByteBuffer pages = channel.map(FileChannel.MapMode.READ_WRITE, 0, 256 << 20);
            for (int at = 0; at < pages.capacity(); at += 4096) {
                pages.put(at, (byte) 1);
            }
            assertThat(ResidentMemory.now().orElseThrow()).isGreaterThan(before + (128 << 20));
            assertThat(pages.get(0)).isOne();
        }
        assertThat(ResidentMemory.peak().orElseThrow())
                .isGreaterThanOrEqualTo(ResidentMemory.now().orElseThrow() - (16 << 20));
    }
}
