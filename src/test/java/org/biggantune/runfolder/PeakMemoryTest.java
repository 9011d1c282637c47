package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.biggantune.report.JsonFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {
    private static ObjectNode json(@Nullable Long resident, @Nullable Long gpu) {
        return (ObjectNode) JsonFile.tree(new PeakMemory(resident, gpu));
    }

    @Test
    void json_whatIsUnknown_isNullInRamAndLeftOutOnAGpu() {
        assertThat(json(5L, null)).hasToString("{\"peakResidentBytes\":5}");
        assertThat(json(null, 7L)).hasToString("{\"peakResidentBytes\":null,\"peakGpuBytes\":7}");
    }

    @Test
    void most_ofResults_isTheGreatestOfEachKind() {
        ObjectNode first = json(5L, 9L);
        ObjectNode second = json(8L, 2L);
        ObjectNode unknown = json(null, null);
        assertThat(PeakMemory.most(List.of(first, unknown, second))).isEqualTo(new PeakMemory(8L, 9L));
        assertThat(PeakMemory.most(List.of(unknown))).isEqualTo(new PeakMemory(null, null));
    }
}
