package org.biggantune.command.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.biggantune.report.JsonFile;

/**
 * The speed of a device in one mode.
 *
 * @param mode the mode of computation
 * @param stepSeconds the time of a tuning step with {@link SelfTestSubject#STEP_BATCH} images
 * @param waits the fraction of time in which a GPU ran no kernel during consecutive steps; empty for a CPU, or if NVIDIA's
 *     management library does not report it
 * @param evaluation the fraction of a short improve spent on evaluating samples
 * @param peakBytes the peak memory of the GPU if one is used, else of the process; empty if the system does not report it
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

    /** Returns a JSON object without unknown values. */
    ObjectNode json() {
        ObjectNode node = JsonFile.object().put("mode", mode).put("stepSeconds", stepSeconds);
        waits.ifPresent(share -> node.put("waits", share));
        node.put("evaluation", evaluation);
        peakBytes.ifPresent(bytes -> node.put("peakBytes", bytes));
        return node.put("gpu", gpu);
    }

    /** Adds a line for each figure. */
    void addTo(Map<String, String> facts) {
        facts.put(
                mode + " step",
                String.format(Locale.ROOT, "%.2f ms, %d images", stepSeconds * 1000, SelfTestSubject.STEP_BATCH));
        if (gpu) {
            facts.put(
                    mode + " waits",
                    waits.isPresent()
                            ? percent(waits.getAsDouble()) + " of the time no kernel runs"
                            : "unknown: not reported by NVIDIA's management library");
        }
        facts.put(mode + " evaluation", percent(evaluation) + " of a short improve's time");
        facts.put(
                mode + " memory",
                peakBytes.isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "%.0f MB peak of the %s",
                                peakBytes.getAsLong() / MEGA,
                                gpu ? "GPU" : "process")
                        : "unknown");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
