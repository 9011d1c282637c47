package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;
import org.biggantune.report.JsonFile;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {
    private static ObjectNode json(OptionalLong resident, OptionalLong gpu) {
        ObjectNode json = JsonFile.object();
        new PeakMemory(resident, gpu).put(json);
        return json;
    }

    @Test
    void put_whatIsUnknown_isNullInRamAndLeftOutOnAGpu() {
        assertThat(json(OptionalLong.of(5), OptionalLong.empty())).hasToString("{\"peakResidentBytes\":5}");
        assertThat(json(OptionalLong.empty(), OptionalLong.of(7)))
                .hasToString("{\"peakResidentBytes\":null,\"peakGpuBytes\":7}");
    }

    @Test
    void most_ofResults_isTheGreatestOfEachKind() {
        ObjectNode first = json(OptionalLong.of(5), OptionalLong.of(9));
        ObjectNode second = json(OptionalLong.of(8), OptionalLong.of(2));
        ObjectNode unknown = json(OptionalLong.empty(), OptionalLong.empty());
        assertThat(PeakMemory.most(List.of(first, unknown, second)))
                .isEqualTo(new PeakMemory(OptionalLong.of(8), OptionalLong.of(9)));
        assertThat(PeakMemory.most(List.of(unknown)))
                .isEqualTo(new PeakMemory(OptionalLong.empty(), OptionalLong.empty()));
    }
}
