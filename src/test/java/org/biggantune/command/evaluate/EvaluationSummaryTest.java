package org.biggantune.command.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.ClassLabel;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.InceptionAccumulator;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.junit.jupiter.api.Test;

class EvaluationSummaryTest {
    private static final int WIDTH = 100;

    private static EmbeddingMeasures measures(double value) {
        Map<String, ConfidenceInterval> values = new LinkedHashMap<>();
        EmbeddingMeasures.NAMES.forEach(
                name -> values.put(name, new ConfidenceInterval(value, value - 0.01, value + 0.01)));
        return new EmbeddingMeasures(1000, values, new InceptionAccumulator(10));
    }

    private static EvaluatedClass row(String run, String name) {
        ClassLabel label = new ClassLabel(508, name);
        Map<String, ConfidenceInterval> real = new HashMap<>();
        List.of("top1", "probability", "pairDiversity", "msSsim", "featureDistance", "fid", "kid")
                .forEach(measure -> real.put(measure, new ConfidenceInterval(0.123, 0.1, 0.2)));
        return new EvaluatedClass(
                new EvaluationSubject(
                        Optional.of(Path.of(run)),
                        Path.of("models/g.pt"),
                        label,
                        label,
                        new float[1],
                        Optional.empty()),
                Optional.of(new EvaluatedClass.RealScores(2000, real)),
                measures(0.456),
                Optional.of(measures(0.789)));
    }

    @Test
    void text_onATerminalOfAHundredColumns_fits() {
        ObjectNode protocol = JsonFile.object();
        protocol.putObject("judge")
                .put("file", "resnet50-imagenet.pt")
                .put("features", "layer4")
                .put("featureCount", 2048);
        protocol.putObject("real").put("folder", "/data/imagenet/train");
        protocol.putObject("settings").put("samples", 1000).put("real-samples", 2000);
        List<EvaluatedClass> rows =
                List.of(row("runs/improve-001", "computer keyboard"), row("runs/improve-001", "great grey owl"));
        String text = new EvaluationSummary(protocol, rows)
                .text(new Page(StandardCharsets.UTF_8, () -> OptionalInt.of(WIDTH)));
        // The sentences below the table are for the terminal to wrap.
        List<String> table =
                text.lines().takeWhile(line -> !line.startsWith("1000 samples")).toList();
        assertThat(table)
                .hasSizeGreaterThan(6)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH));
        assertThat(text)
                .as("a table, not a block for each row")
                .containsPattern("(?m)^real +(0\\.123 +){6}123\\.000$")
                .contains("Warning: 1000 samples for 2048 features")
                .contains("Warning: 2000 real images of a class for 2048 features");
    }
}
