package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.report.Page;
import org.junit.jupiter.api.Test;

final class ImproveSummaryTest {
    @Test
    void text_aJudgedRun_isNarrowAndSaysWhy() throws IOException {
        List<ObjectNode> results = List.of(
                result(5, "shirt", "improved", "classifier probability rose 0.581 → 0.735", 0.581, 0.735),
                result(508, "computer keyboard", "kept", "pair diversity 0.284 is below its floor", 0.00102, 0.00102));
        String text = new ImproveSummary(
                        Path.of("runs/x"), Optional.of(Path.of("runs/x/report.html")), Optional.empty(), results)
                .text(Page.ENDLESS);
        assertThat(text).isEqualTo("""
                class                          top-1      probability  pair diversity  result
                ---------------------  -------------  ---------------  --------------  --------
                5 shirt                0.684 → 0.852    0.581 → 0.735   0.563 → 0.576  improved
                judge                  0.684 → 0.852    0.581 → 0.735
                508 computer keyboard  0.684 → 0.852  0.0010 → 0.0010   0.563 → 0.576  kept
                judge                  0.684 → 0.852  0.0010 → 0.0010
                mean of 2              0.684 → 0.852    0.291 → 0.368   0.563 → 0.576
                judge                  0.684 → 0.852    0.291 → 0.368
                508 computer keyboard: kept: pair diversity 0.284 is below its floor
                2 classes: 1 improved, 1 kept
                Pictures and embeddings: runs/x
                Report: runs/x/report.html
                """);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void text_aCollapsedClass_isNamed() throws IOException {
        ObjectNode sneaker = result(6, "sneaker", "improved", "pair diversity rose 0.228 → 0.321", 0.9, 0.9);
        sneaker.put("collapsed", true);
        ObjectNode worse = result(7, "bag", "worse", "on the test latents judge top-1 fell", 0.9, 0.9);
        String text = new ImproveSummary(Path.of("runs/x"), Optional.empty(), Optional.empty(), List.of(sneaker, worse))
                .text(Page.ENDLESS);
        assertThat(text)
                .contains("\n6 sneaker: improved (was collapsed): pair diversity rose 0.228 → 0.321\n")
                .contains("\n7 bag: worse, so the original was kept: on the test latents judge top-1 fell\n");
    }

    @Test
    void text_oneClass_hasNoMeansNorCounts() throws IOException {
        List<ObjectNode> results = List.of(result(5, "shirt", "improved", "it rose", 0.5, 0.7));
        assertThat(new ImproveSummary(Path.of("runs/x"), Optional.empty(), Optional.empty(), results)
                        .text(Page.ENDLESS))
                .doesNotContain("mean", "classes");
    }

    private static ObjectNode result(int index, String name, String verdict, String reason, double before, double after)
            throws IOException {
        String scores =
                "{'classifier': {'top1': %1$s, 'probability': %2$s}, 'judge': {'top1': %1$s, 'probability': %2$s},"
                        + " 'pairDiversity': %3$s}";
        String json = "{'class': {'index': %d, 'name': '%s'}, 'verdict': '%s', 'improved': %s, 'reason': '%s',"
                + " 'before': " + scores.formatted(0.684, before, 0.563)
                + ", 'after': " + scores.formatted(0.852, after, 0.576) + "}";
        String filled = json.formatted(index, name, verdict, verdict.equals("improved"), reason);
        return (ObjectNode) new ObjectMapper().readTree(filled.replace('\'', '"'));
    }
}
