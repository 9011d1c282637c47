package org.biggantune.command.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step sizes on a class's page, against those of half a cosine (Loshchilov and Hutter, 2017) over its steps. */
final class StepSizesTest {
    /** 0.05 · (1 + cos(π s / n)) / 2 for s from 0. */
    private static final List<Double> OF_FOUR = List.of(0.05, 0.042678, 0.025, 0.0073223);

    private static final List<Double> OF_SIX = List.of(0.05, 0.046651, 0.0375, 0.025, 0.0125, 0.0033494);

    private static final Map<String, Object> ADAM = Map.of(
            "optimizer",
            "adam",
            "learning-rate",
            0.05,
            "schedule",
            "cosine",
            "iterations",
            4,
            "steps-per-latents",
            1,
            "collapsed-below",
            0.55,
            "collapsed-iterations",
            6);

    @TempDir
    private Path folder;

    @Test
    void page_ofACollapsedClass_hasTheStepSizesThatItWasTunedWith() throws IOException {
        Path run = folder.resolve("run");
        List<Object> arguments = new ArrayList<>(List.of("improve", "--generator", "demo-collapsed", "--out", run));
        arguments.addAll(List.of("--class", "sneaker", "--optimizer", "adam", "--learning-rate", 0.05));
        arguments.addAll(List.of("--iterations", 4, "--collapsed-iterations", 6, "--evaluate-every", 6, "--batch", 4));
        arguments.addAll(List.of("--validation-samples", 8, "--test-samples", 8, "--grid", 0, "--threads", 1));
        ToolRun tuned = ToolRun.of(arguments.toArray());
        assertThat(tuned.exitCode()).as(tuned.err()).isZero();
        Matcher sizes =
                Pattern.compile("\"stepSize\":\\[([^]]*)]").matcher(Files.readString(run.resolve("report.html")));
        assertThat(sizes.find()).isTrue();
        assertThat(Arrays.stream(sizes.group(1).split(",", -1)).map(Double::valueOf))
                .containsExactlyElementsOf(OF_SIX);
    }

    @Test
    void curves_ofAFinishedClass_areOverTheStepsThatItTook() {
        assertThat(sizes(ADAM, finished(), steps(0, 4))).containsExactlyElementsOf(OF_FOUR);
        assertThat(sizes(ADAM, finished(), steps(0, 6))).containsExactlyElementsOf(OF_SIX);
    }

    @Test
    void curves_ofAStartThatEndedEarly_areOverTheStepsThatItWasGiven() {
        assertThat(sizes(ADAM, finished(), steps(0, 2), earlyEnd(2, 4)))
                .containsExactlyElementsOf(OF_SIX.subList(0, 2));
        assertThat(sizes(ADAM, JsonFile.object(), steps(0, 2), earlyEnd(2, 2)))
                .containsExactlyElementsOf(OF_FOUR.subList(0, 2));
    }

    @Test
    void curves_ofAJoinedRunOfSeveralLengths_areThoseOfTheClass() {
        assertThat(sizes(without("iterations"), finished(), steps(0, 4))).containsExactlyElementsOf(OF_FOUR);
    }

    /** Whether a class that is under way has collapsed is in none of its files. */
    @Test
    void curves_whoseStepsCannotBeKnown_haveNoStepSizes() {
        assertThat(sizes(ADAM, JsonFile.object(), steps(0, 2))).isEmpty();
        assertThat(sizes(without("learning-rate"), finished(), steps(0, 4))).isEmpty();
        assertThat(sizes(without("schedule"), finished(), steps(0, 4))).isEmpty();
        assertThat(sizes(with("optimizer", "averaged"), JsonFile.object(), steps(0, 2)))
                .containsExactly(0.05, 0.05);
        assertThat(sizes(with("collapsed-below", 0), JsonFile.object(), steps(0, 2)))
                .containsExactlyElementsOf(OF_FOUR.subList(0, 2));
        assertThat(sizes(ADAM, JsonFile.object(), steps(0, 5))).containsExactlyElementsOf(OF_SIX.subList(0, 5));
    }

    private static ObjectNode finished() {
        return JsonFile.object().put("verdict", "improved");
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> settings = new LinkedHashMap<>(ADAM);
        settings.put(name, value);
        return settings;
    }

    private static Map<String, Object> without(String name) {
        Map<String, Object> settings = new LinkedHashMap<>(ADAM);
        settings.remove(name);
        return settings;
    }

    private static List<String> steps(int start, int count) {
        List<String> lines = new ArrayList<>();
        for (int step = 1; step <= count; step++) {
            lines.add("{\"class\": 5, \"start\": " + start + ", \"step\": " + step + ", \"loss\": 1}");
        }
        return lines;
    }

    private static List<String> earlyEnd(int step, int spared) {
        return List.of("{\"class\": 5, \"start\": 0, \"step\": " + step + ", \"endedEarly\": true, \"spared\": "
                + spared + "}");
    }

    @SafeVarargs
    private static List<Double> sizes(Map<String, Object> settings, ObjectNode result, List<String>... lines) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        settings.forEach((name, value) -> values.put(name, JsonFile.tree(value)));
        Curves curves = new Curves(new RunIdentity("improve", values, null, null), result);
        for (List<String> some : lines) {
            some.forEach(line -> curves.add(JsonFile.ofLine(line).orElseThrow()));
        }
        List<Double> sizes = new ArrayList<>();
        JsonFile.ofLine(curves.json())
                .orElseThrow()
                .at("/starts/0/stepSize")
                .forEach(size -> sizes.add(size.asDouble()));
        assertThat(curves.hasStepSizes()).isEqualTo(!sizes.isEmpty());
        return sizes;
    }
}
