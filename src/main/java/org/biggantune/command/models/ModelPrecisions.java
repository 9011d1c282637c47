package org.biggantune.command.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.biggantune.domain.Precision;
import org.biggantune.domain.Progress;
import org.biggantune.libtorch.CpuFeatures;
import org.biggantune.model.ModelFile;
import org.biggantune.model.TorchRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The precisions of a command's models.
 *
 * @param roles maps the roles of models, such as {@code generator}, in order, to their precisions
 */
public record ModelPrecisions(Map<String, Precision> roles) {
    private static final Logger LOG = LoggerFactory.getLogger(ModelPrecisions.class);

    /** Copies the map. */
    public ModelPrecisions {
        roles = new LinkedHashMap<>(roles);
    }

    /**
     * Returns the effective precisions.
     *
     * @param files maps roles to model files, in order
     */
    public static ModelPrecisions of(Map<String, ModelFile> files) {
        Map<String, Precision> roles = new LinkedHashMap<>();
        files.forEach((role, file) -> roles.put(role, file.precision()));
        return new ModelPrecisions(roles);
    }

    /** Returns one name if all are equal, else one for each role. */
    public String text() {
        List<Precision> distinct = roles.values().stream().distinct().toList();
        return distinct.size() == 1
                ? distinct.get(0).label()
                : String.join(
                        ", ",
                        roles.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .toList());
    }

    /** Warns the user, also in the log, if bfloat16 is slow on this device. */
    public void advise(TorchRuntime runtime, Progress progress) {
        if (!roles.containsValue(Precision.BF16) || runtime.isOnGpu()) {
            return;
        }
        CpuFeatures.ofMachine().missingForBfloat16().ifPresent(missing -> {
            String line = "bf16 is slow on this processor, which lacks " + missing + "; --precision fp32 is faster.";
            LOG.warn(line);
            progress.say(line);
        });
    }
}
