package org.biggantune.command.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.biggantune.report.JsonFile;

/**
 * How fast the device was in one mode.
 *
 * @param mode how it computed
 * @param stepSeconds of a tuning step of {@link SelfTestSubject#STEP_BATCH} images
 * @param waits the share of a GPU's time, over steps one after the other, in which no kernel ran; empty for the processor,
 *     and where NVIDIA's management library does not say
 * @param evaluation the share of a short improve that went into measuring samples
 * @param peakBytes the most memory: of the GPU where one is used, else of the process; empty where the system does not
 *     say
 * @param gpu whether the memory is a GPU's
 */
record SelfTestSpeed(
        String mode, double stepSeconds, OptionalDouble waits, double evaluation, OptionalLong peakBytes, boolean gpu) {
    private static final double MEGA = 1e6;

    /** Reads {@link #json}. */
    static SelfTestSpeed of(JsonNode node) {
        return new SelfTestSpeed(
                node.path("mode").asText(),
                node.path("stepSeconds").asDouble(),
                node.has("waits") ? OptionalDouble.of(node.get("waits").asDouble()) : OptionalDouble.empty(),
                node.path("evaluation").asDouble(),
                node.has("peakBytes") ? OptionalLong.of(node.get("peakBytes").asLong()) : OptionalLong.empty(),
                node.path("gpu").asBoolean());
    }

    /** The same for programs; what is not known is left out. */
    ObjectNode json() {
        ObjectNode node = JsonFile.object().put("mode", mode).put("stepSeconds", stepSeconds);
        waits.ifPresent(share -> node.put("waits", share));
        node.put("evaluation", evaluation);
        peakBytes.ifPresent(bytes -> node.put("peakBytes", bytes));
        return node.put("gpu", gpu);
    }

    /** A line for each. */
    void addTo(Map<String, String> facts) {
        facts.put(
                mode + " step",
                String.format(Locale.ROOT, "%.2f ms, %d images", stepSeconds * 1000, SelfTestSubject.STEP_BATCH));
        if (gpu) {
            facts.put(
                    mode + " waits",
                    waits.isPresent()
                            ? percent(waits.getAsDouble()) + " of the time no kernel runs"
                            : "unknown: NVIDIA's management library does not say");
        }
        facts.put(mode + " evaluation", percent(evaluation) + " of a short improve's time");
        facts.put(
                mode + " memory",
                peakBytes.isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "%.0f MB at the peak, of the %s",
                                peakBytes.getAsLong() / MEGA,
                                gpu ? "GPU" : "process")
                        : "unknown");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
