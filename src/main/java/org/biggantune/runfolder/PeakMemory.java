package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.OptionalLong;
import org.biggantune.io.ResidentMemory;
import org.biggantune.model.TorchRuntime;

/**
 * The most memory that a process held, in the fields of {@code result.json} and {@code run.json}.
 *
 * @param resident bytes in RAM; empty where the system does not tell
 * @param gpu bytes of the GPU's memory; empty without one, or where its driver does not tell
 */
public record PeakMemory(OptionalLong resident, OptionalLong gpu) {
    private static final String RESIDENT = "peakResidentBytes";
    private static final String GPU = "peakGpuBytes";

    /** What this process held since {@link ResidentMemory#forgetPeak}, and on the GPU since it began to use it. */
    public static PeakMemory of(TorchRuntime runtime) {
        return new PeakMemory(ResidentMemory.peak(), runtime.peakGpuMemory());
    }

    /** The most of several results. */
    public static PeakMemory most(Collection<ObjectNode> results) {
        return new PeakMemory(most(results, RESIDENT), most(results, GPU));
    }

    private static OptionalLong most(Collection<ObjectNode> results, String field) {
        return results.stream()
                .filter(result -> result.hasNonNull(field))
                .mapToLong(result -> result.path(field).asLong())
                .max();
    }

    /** Writes the fields; that of the GPU only where it is known. */
    public void put(ObjectNode json) {
        json.put(RESIDENT, resident.isPresent() ? (Long) resident.getAsLong() : null);
        gpu.ifPresent(bytes -> json.put(GPU, bytes));
    }
}
