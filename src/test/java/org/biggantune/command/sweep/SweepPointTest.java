package org.biggantune.command.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SweepPointTest {
    @Test
    void folderName_plainValues_readsAsTheOptions() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("learning-rate", "0.1");
        values.put("clamp", "-0.5,0.5");
        SweepPoint point = new SweepPoint(values);
        assertThat(point.folderName()).isEqualTo("learning-rate=0.1,clamp=-0.5_0.5");
        assertThat(point).hasToString("learning-rate=0.1,clamp=-0.5,0.5");
    }

    @Test
    void folderName_pathsAndBlanks_isSafeAndDistinct() {
        String one = name("../a/b c.pt");
        String other = name("../a/b:c.pt");
        assertThat(one).matches("generator=.._a_b_c.pt~[0-9a-f]{8}").isNotEqualTo(other);
        assertThat(other).matches("generator=.._a_b_c.pt~[0-9a-f]{8}");
    }

    @Test
    void folderName_longValue_isCutAndDistinct() {
        String one = name("x".repeat(300));
        assertThat(one).hasSize(120 + 9).isNotEqualTo(name("x".repeat(301)));
    }

    private static String name(String generator) {
        return new SweepPoint(Map.of("generator", generator)).folderName();
    }
}
