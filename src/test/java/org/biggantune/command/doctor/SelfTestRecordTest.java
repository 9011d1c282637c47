package org.biggantune.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.model.TorchRuntime;
import org.biggantune.report.JsonFile;
import org.biggantune.support.LibtorchThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The record is written anew by a run of this test with {@code -Dbiggantune.update=true}; the next run reads it. */
class SelfTestRecordTest {
    private static final Path RECORD =
            Path.of("src/main/resources/org/biggantune/command/doctor", SelfTestRecord.RESOURCE);

    private static Map<String, float[]> computed(SelfTestMode mode, int threads) {
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                SelfTestSubject subject = SelfTestSubject.open(Path.of("models"), mode.precision(), runtime)) {
            return LibtorchThreads.during(threads, subject::quantities);
        }
    }

    /** Two threads take a batch in two parts, and sum in another order than the record's one. */
    @ParameterizedTest
    @CsvSource({"FP32, 1", "FP32, 2", "BF16, 2"})
    void quantities_onThisMachinesCpu_meetTheRecord(SelfTestMode mode, int threads) throws IOException {
        Map<String, float[]> found = computed(mode, threads);
        if (Boolean.getBoolean("biggantune.update") && mode == SelfTestMode.FP32 && threads == 1) {
            Files.writeString(RECORD, text(found) + "\n", StandardCharsets.UTF_8);
        }
        Map<String, float[]> recorded = SelfTestRecord.read();
        assertThat(recorded.keySet()).containsExactlyElementsOf(found.keySet());
        assertThat(found.entrySet())
                .map(entry -> SelfTestCheck.of(mode, entry.getKey(), entry.getValue(), recorded.get(entry.getKey())))
                .allMatch(SelfTestCheck::passed);
    }

    /** Of what could go wrong unseen: one wrong number, numbers that are none, and an image too few. */
    @Test
    void check_ofWrongNumbers_fails() {
        float[] recorded = SelfTestRecord.read().get(SelfTestSubject.IMAGES);
        float[] wrong = recorded.clone();
        wrong[100] += 0.1f;
        assertThat(images(wrong).passed()).isFalse();
        wrong[100] = Float.NaN;
        assertThat(images(wrong).deviation()).isInfinite();
        assertThat(images(new float[recorded.length - 1]).passed()).isFalse();
        assertThat(images(recorded).deviation()).isZero();
    }

    private static SelfTestCheck images(float[] found) {
        float[] recorded = SelfTestRecord.read().get(SelfTestSubject.IMAGES);
        return SelfTestCheck.of(SelfTestMode.FP32, SelfTestSubject.IMAGES, found, recorded);
    }

    /** The record's line. */
    private static String text(Map<String, float[]> quantities) {
        ObjectNode object = JsonFile.object();
        quantities.forEach((name, numbers) -> {
            ArrayNode array = object.putArray(name);
            for (float number : numbers) {
                array.add(number);
            }
        });
        return JsonFile.line(object);
    }
}
