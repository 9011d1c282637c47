package org.biggantune.runfolder;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.OptionalLong;
import org.biggantune.io.ResidentMemory;
import org.biggantune.model.TorchRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The peak memory of a process, as in {@code result.json} and {@code run.json}.
 *
 * @param resident bytes in RAM; null where the system does not report it
 * @param gpu bytes of the GPU's memory; null, and not written, without one or where its driver does not report it
 */
public record PeakMemory(
        @JsonProperty(RESIDENT) @Nullable Long resident,

        @JsonProperty(GPU) @JsonInclude(Include.NON_NULL) @Nullable
        Long gpu) {
    private static final String RESIDENT = "peakResidentBytes";
    private static final String GPU = "peakGpuBytes";

    /** Returns this process's peak in RAM since {@link ResidentMemory#resetPeak}, and on the GPU since its first use. */
    public static PeakMemory of(TorchRuntime runtime) {
        return new PeakMemory(known(ResidentMemory.peak()), known(runtime.peakGpuMemory()));
    }

    /** Returns whether neither is known, as in the record of a run under way. */
    boolean unknown() {
        return resident == null && gpu == null;
    }

    /** Returns the maximum over several results. */
    public static PeakMemory most(Collection<ObjectNode> results) {
        return new PeakMemory(most(results, RESIDENT), most(results, GPU));
    }

    private static @Nullable Long most(Collection<ObjectNode> results, String field) {
        return known(results.stream()
                .filter(result -> result.hasNonNull(field))
                .mapToLong(result -> result.path(field).asLong())
                .max());
    }

    private static @Nullable Long known(OptionalLong bytes) {
        return bytes.isPresent() ? (Long) bytes.getAsLong() : null;
    }
}
