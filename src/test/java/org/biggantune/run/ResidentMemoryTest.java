package org.biggantune.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
    private static final String STATUS = "Name:\tjava\nVmHWM:\t  123456 kB\nVmRSS:\t   65536 kB\nRssAnon:\t 1 kB\n";

    @Test
    void field_ofAStatusText_isInBytes() {
        assertThat(ResidentMemory.field("VmHWM", STATUS)).hasValue(123456L * 1024);
        assertThat(ResidentMemory.field("VmRSS", STATUS)).hasValue(64L << 20);
        assertThat(ResidentMemory.field("VmSwap", STATUS)).isEmpty();
    }

    @Test
    void now_afterTouchingMemory_isGreater() {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "SKIPPED: no /proc/self/status here");
        long before = ResidentMemory.now().orElseThrow();
        byte[] touched = new byte[256 << 20];
        Arrays.fill(touched, (byte) 1);
        assertThat(ResidentMemory.peak().orElseThrow()).isGreaterThan(before);
        assertThat(ResidentMemory.peak().orElseThrow())
                .isGreaterThanOrEqualTo(ResidentMemory.now().orElseThrow() - (16 << 20));
        assertThat(touched[touched.length - 1]).isOne();
    }
}
