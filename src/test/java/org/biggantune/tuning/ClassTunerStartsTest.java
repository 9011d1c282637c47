package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.support.Relative;
import org.junit.jupiter.api.Test;

/** Several starts of a class, together or one after the other, and where they end. */
class ClassTunerStartsTest extends ShirtTuning {
    @Test
    void tune_startsTogether_endNearWhereTheyEndAlone() {
        settings.starts = 3;
        settings.initialNoise = 0.05;
        settings.diversity = Diversity.PIXELWISE;
        settings.diversityWeight = 0.1;
        settings.proximity = 0.1;
        tune(false);
        List<Candidate> alone = List.copyOf(steps.found);
        steps.found.clear();
        steps.order.clear();
        settings.parallelStarts = 2;
        TuningResult result = tune(false);
        assertThat(result.steps()).isEqualTo(3 * 6);
        assertThat(steps.order.subList(0, 6))
                .containsExactly("step 0.1", "step 1.1", "step 0.2", "step 1.2", "candidate 0.2", "candidate 1.2");
        assertThat(steps.found).hasSameSizeAs(alone);
        for (Candidate expected : alone) {
            Candidate found = steps.found.stream()
                    .filter(other -> other.start() == expected.start()
                            && other.step() == expected.step()
                            && other.interpolation() == expected.interpolation())
                    .findFirst()
                    .orElseThrow();
            assertThat(found.loss()).isCloseTo(expected.loss(), within(1e-3));
            assertThat(Relative.distance(found.embedding(), expected.embedding()))
                    .isLessThan(2e-3);
        }
    }

    @Test
    void tune_severalStarts_seeTheSameLatentsAndPairs() {
        settings.starts = 2;
        // Too small to change any number: the starts are equal, and so must be all that follows.
        settings.initialNoise = 1e-20;
        settings.diversity = Diversity.PIXELWISE;
        settings.diversityWeight = 0.1;
        tune(false);
        assertThat(steps.outcomes).hasSize(12);
        for (int i = 0; i < 6; i++) {
            assertThat(steps.outcomes.get(6 + i)).usingRecursiveComparison().isEqualTo(steps.outcomes.get(i));
        }
        assertThat(steps.outcomes.get(3).loss())
                .isNotEqualTo(steps.outcomes.get(2).loss());
    }

    @Test
    void tune_candidatesNoLongerBetter_endAStartEarly() {
        settings.stand();
        TuningResult result = tune(false);
        List<String> expected = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            String prefix = start + ".";
            for (int step = 1; step <= 6; step++) {
                expected.add("step " + prefix + step);
                if (step % 2 == 0) {
                    expected.add("candidate " + prefix + step);
                }
            }
            for (String share : List.of("0.95", "0.9", "0.85", "0.8", "0.75", "0.7", "0.6", "0.5")) {
                expected.add("candidate " + prefix + "6 back to " + share);
            }
            expected.add("early end " + prefix + 6);
        }
        assertThat(steps.order).isEqualTo(expected);
        assertThat(result.steps()).isEqualTo(2 * 6);
    }

    @Test
    void tune_candidatesThatGetBetter_areWaitedFor() {
        settings.patience = 2;
        TuningResult result = tune(false);
        assertThat(result.steps()).isEqualTo(6);
        assertThat(steps.order).noneMatch(line -> line.startsWith("early end"));
    }
}
