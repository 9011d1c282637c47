package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.failure.DivergedException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.BackOff;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversityReduction;
import org.biggantune.domain.settings.Optimizer;
import org.biggantune.metric.Measure;
import org.biggantune.metric.MeasuredSamples;
import org.biggantune.metric.PairedComparison;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.metric.SampleScores;
import org.biggantune.model.BatchLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassTunerTest extends ShirtTuning {
    @Test
    void tune_aWeakClass_raisesItsProbabilityOnUnseenLatents() {
        settings.iterations = 6;
        settings.stepsPerLatents = 4;
        settings.batch = 8;
        settings.evaluateEvery = 8;
        settings.validationSamples = 32;
        settings.testSamples = 64;
        settings.diversityFloor = 0.5;
        TuningResult result = tune(true);
        assertThat(result.improved()).isTrue();
        assertThat(result.assessment()
                        .test()
                        .orElseThrow()
                        .intervals()
                        .change()
                        .get(Measure.JUDGE_PROBABILITY)
                        .low())
                .isPositive();
        assertThat(result.steps()).isEqualTo(24);
        assertThat(result.embedding()).isEqualTo(result.winner().orElseThrow().embedding());
        assertThat(result.after().classifier().probability())
                .isGreaterThan(result.before().classifier().probability() + 0.1);
        assertThat(result.after().judge().orElseThrow().probability())
                .isGreaterThan(result.before().judge().orElseThrow().probability());
        EmbeddingBounds bounds = demo.generator().embeddings().bounds();
        for (float value : result.embedding()) {
            assertThat(value).isBetween(bounds.low(), bounds.high());
        }
    }

    @Test
    void tune_steps_areReportedInOrderWithACandidateAtTheEnd() {
        settings.evaluateEvery = 4;
        settings.starts = 2;
        settings.initialNoise = 0.1;
        TuningResult result = tune(false);
        assertThat(result.steps()).isEqualTo(12);
        assertThat(steps.order)
                .isEqualTo(
                        Stream.concat(ofStart(0).stream(), ofStart(1).stream()).toList());
    }

    private static List<String> ofStart(int start) {
        String prefix = start + ".";
        List<String> order = new ArrayList<>();
        for (int step = 1; step <= 4; step++) {
            order.add("step " + prefix + step);
        }
        order.add("candidate " + prefix + 4);
        order.add("step " + prefix + 5);
        order.add("step " + prefix + 6);
        order.add("candidate " + prefix + 6);
        for (String share : List.of("0.95", "0.9", "0.85", "0.8", "0.75", "0.7", "0.6", "0.5")) {
            order.add("candidate " + prefix + "6 back to " + share);
        }
        return order;
    }

    @Test
    void tune_backOffIfNeeded_isOnlyWhereTheEndDoesNotQualify() {
        longer();
        TuningResult whole = tune(false);
        assertThat(steps.order).last().isEqualTo("candidate 0.24");
        assertThat(whole.improved()).isTrue();
        steps.clear();
        settings.learningRate = 1e-30;
        assertThat(tune(false).improved()).isFalse();
        assertThat(steps.order.subList(24, steps.order.size()))
                .containsExactly("candidate 0.24", "candidate 0.24 back to 0.75", "candidate 0.24 back to 0.5");
    }

    @Test
    void tune_upToALevelBetween_movesLess() {
        longer();
        // So that the judge's probability rises all the way.
        settings.learningRate = 0.01;
        settings.backOff = BackOff.ALL;
        tune(true);
        double between = judged(steps.found.stream()
                .filter(candidate -> candidate.interpolation() == 0.75)
                .findFirst()
                .orElseThrow()
                .scores());
        settings.backOff = BackOff.NEEDED;
        TuningResult whole = tune(true);
        assertThat(whole.winner().orElseThrow().interpolation()).isEqualTo(1);
        level = Optional.of(new RealLevel(Measure.JUDGE_PROBABILITY, between));
        steps.clear();
        TuningResult part = tune(true);
        assertThat(part.winner().orElseThrow().interpolation()).isEqualTo(0.75);
        assertThat(movement(part)).isBetween(0.7 * movement(whole), 0.8 * movement(whole));
        assertThat(part.level()).isEqualTo(level);
        assertThat(steps.order).last().isEqualTo("candidate 0.24 back to 0.5");
    }

    @Test
    void tune_upToALevelBelowHalf_takesAQuarter() {
        longer();
        double before = judged(tune(true).validation());
        level = Optional.of(new RealLevel(Measure.JUDGE_PROBABILITY, before + 1e-4));
        steps.clear();
        assertThat(tune(true).assessment().candidate().orElseThrow().interpolation())
                .isEqualTo(0.25);
        assertThat(steps.order.subList(24, steps.order.size()))
                .containsExactly(
                        "candidate 0.24",
                        "candidate 0.24 back to 0.75",
                        "candidate 0.24 back to 0.5",
                        "candidate 0.24 back to 0.25");
    }

    @Test
    void tune_upToALevelOutOfReach_isAsWithoutOne() {
        longer();
        TuningResult without = tune(true);
        List<String> order = List.copyOf(steps.order);
        level = Optional.of(new RealLevel(Measure.JUDGE_PROBABILITY, 1));
        steps.clear();
        TuningResult with = tune(true);
        assertThat(with.embedding()).containsExactly(without.embedding());
        assertThat(with.passes()).isEqualTo(without.passes());
        assertThat(steps.order).isEqualTo(order);
    }

    @Test
    void tune_aClassAboveTheLevel_takesNoStep() {
        longer();
        level = Optional.of(new RealLevel(Measure.JUDGE_PROBABILITY, 0.2));
        TuningResult result = tune(true);
        assertThat(steps.order).isEmpty();
        assertThat(result.steps()).isZero();
        assertThat(result.embedding()).containsExactly(row());
        assertThat(result.assessment())
                .isEqualTo(new Assessment(Verdict.KEPT, Optional.empty(), List.of(), List.of(), Optional.empty()));
        assertThat(result.after()).isEqualTo(result.before());
        assertThat(result.passes().tuning()).isEqualTo(ForwardPasses.Count.NONE);
        assertThat(result.passes().choosing().generator()).isEqualTo(settings.validationSamples);
        assertThat(result.passes().report().generator()).isEqualTo(settings.testSamples);
    }

    /** Enough steps for a shirt to gain with the judge's consent. */
    private void longer() {
        settings.backOff = BackOff.NEEDED;
        settings.iterations = 6;
        settings.batch = 8;
        settings.stepsPerLatents = 4;
        settings.evaluateEvery = 100;
        settings.validationSamples = 32;
        settings.diversityFloor = 0.5;
    }

    private static double judged(SampleScores scores) {
        return scores.judge().orElseThrow().probability();
    }

    private static double movement(TuningResult result) {
        double squares = 0;
        for (int i = 0; i < row().length; i++) {
            squares += Math.pow(result.embedding()[i] - row()[i], 2);
        }
        return Math.sqrt(squares);
    }

    @Test
    void tune_averaged_measuresTheMeanOfTheSteps() {
        settings.optimizer = Optimizer.AVERAGED;
        settings.proximity = 0.7;
        settings.evaluateEvery = 1;
        settings.iterations = 4;
        settings.stepsPerLatents = 1;
        settings.clamp = Optional.of(new EmbeddingBounds(-10, 10));
        tune(false);
        List<float[]> at = steps.states.stream()
                .filter(state -> state.step() > 0)
                .collect(Collectors.toMap(
                        TuningState::step, TuningState::parameters, (one, same) -> one, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
        float[] mean = steps.found.get(2).embedding();
        for (int i = 0; i < mean.length; i++) {
            float expected = (at.get(0)[i] + at.get(1)[i] + at.get(2)[i]) / 3;
            assertThat(mean[i]).isCloseTo(expected, within(1e-6f));
        }
        assertThat(steps.rows.get("0.3")).containsExactly(mean);
    }

    @Test
    void tune_inBlocks_tellsTheSameAndEndsTheSame() {
        settings.evaluateEvery = 4;
        settings.starts = 2;
        settings.initialNoise = 0.1;
        settings.validationSamples = 12;
        TuningResult single = tune(false);
        List<Candidate> candidates = List.copyOf(steps.found);
        List<String> order = List.copyOf(steps.order);
        List<StepMetrics> outcomes = List.copyOf(steps.outcomes);
        steps.order.clear();
        steps.outcomes.clear();
        steps.states.clear();
        steps.rows.clear();
        TuningResult blocks = tune(false, Optional.empty(), 3);
        assertThat(steps.order).isEqualTo(order);
        assertThat(steps.outcomes).usingRecursiveComparison().isEqualTo(outcomes);
        assertThat(blocks.embedding()).containsExactly(single.embedding());
        assertThat(blocks.after()).isEqualTo(single.after());
        // Blocks end behind three steps and where candidates are due.
        assertThat(steps.rows.keySet())
                .containsExactly("0.0", "0.3", "0.4", "0.6 last", "1.0", "1.3", "1.4", "1.6 last");
        assertThat(steps.states).extracting(TuningState::step).containsExactly(0, 3, 4, 4, 6, 6, 0, 3, 4, 4, 6, 6);
        for (TuningState state : List.copyOf(steps.states)) {
            steps.found.clear();
            assertThat(tune(false, Optional.of(state), 1).embedding()).containsExactly(single.embedding());
            List<Candidate> all = new ArrayList<>(state.candidates());
            all.addAll(steps.found);
            assertThat(all).usingRecursiveComparison().isEqualTo(candidates);
        }
    }

    /** Of the latents of its validation, measured once more with both embeddings. */
    @Test
    void tune_aCandidatesComparison_isThatOfItsSamplesWithTheOriginals() {
        settings.validationSamples = 32;
        tune(true);
        Candidate candidate = steps.found.get(0);
        PairedComparison again =
                new PairedComparison(validated(row()), validated(candidate.embedding()), 1, SHIRT.index());
        assertThat(candidate.comparison()).isEqualTo(again.intervals());
        assertThat(candidate.comparison().change())
                .hasSize(5)
                .allSatisfy((measure, change) -> assertThat(change.mean())
                        .isEqualTo(measure.of(candidate.scores()) - measure.of(again.before())));
        assertThat(candidate
                        .comparison()
                        .change()
                        .get(Measure.JUDGE_PROBABILITY)
                        .isBounded())
                .isTrue();
    }

    private MeasuredSamples validated(float[] embedding) {
        BatchLoop loop = new BatchLoop(demo.runtime());
        return new SampleEvaluator(loop, demo.generator(), demo.examiner(), Optional.of(demo.judgeExaminer()))
                .measure(embedding, Optional.empty(), SHIRT, 1, StreamPurpose.VALIDATION, settings.validationSamples);
    }

    @Test
    void tune_inBlocks_endsThemWhereTheListenerWants() {
        settings.evaluateEvery = 100;
        steps.wanted = 2;
        tune(false, Optional.empty(), 100);
        assertThat(steps.rows.keySet()).containsExactly("0.0", "0.2", "0.6 last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "SOFTMAX", "PIXELWISE", "FEATURES"})
    void tune_aCandidatesLoss_isTheObjectiveOnItsValidationLatents(Diversity kind) {
        settings.diversity = kind;
        settings.diversityWeight = kind == Diversity.NONE ? 0 : 0.3;
        settings.diversityReduction = kind == Diversity.FEATURES ? DiversityReduction.SUM : DiversityReduction.MEAN;
        settings.proximity = 0.2;
        settings.noiseLayer = kind == Diversity.PIXELWISE;
        tune(false);
        Candidate candidate = steps.found.get(1);
        Objective objective = new Objective(
                demo.runtime(),
                demo.generator(),
                demo.examiner(),
                demo.examiner().label(SHIRT),
                settings.build().objective(),
                demo.generator().embeddings().bounds());
        float[] latents = RandomStream.normals(new RandomKey(1, StreamPurpose.VALIDATION, SHIRT.index(), 0, 0), 8 * 80);
        float[] initial = settings.noiseLayer
                ? new TunedParameters(row(), Optional.of(NoiseLayer.identity(80))).numbers()
                : row();
        double sum = 0;
        for (int batch = 0; batch < 2; batch++) {
            float[] four = Arrays.copyOfRange(latents, batch * 4 * 80, (batch + 1) * 4 * 80);
            sum += objective
                    .evaluate(
                            new TunedParameters(candidate.embedding(), candidate.noiseLayer()).numbers(),
                            initial,
                            new LatentBatch(four, new int[][] {{0, 1}, {2, 3}}))
                    .loss();
        }
        assertThat(candidate.loss()).isCloseTo(sum / 2, within(1e-5));
    }

    @Test
    void tune_sameSeed_givesTheSameBits() {
        settings.diversity = Diversity.PIXELWISE;
        settings.diversityWeight = 0.1;
        settings.initialNoise = 0.05;
        List<float[]> embeddings = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            settings.seed = seed;
            embeddings.add(tune(false).embedding());
        }
        assertThat(embeddings.get(1)).containsExactly(embeddings.get(0));
        assertThat(embeddings.get(2)).isNotEqualTo(embeddings.get(0));
        assertThat(embeddings.get(0)).isNotEqualTo(row());
    }

    @Test
    void tune_oneStepPerLatents_drawsNewOnesForEveryIteration() {
        settings.learningRate = 1e-30;
        settings.iterations = 3;
        settings.stepsPerLatents = 2;
        tune(false);
        List<Double> losses = steps.outcomes.stream().map(StepMetrics::loss).toList();
        // A learning rate that moves nothing: losses differ by their latents alone.
        assertThat(losses.get(1)).isEqualTo(losses.get(0));
        assertThat(losses.get(3)).isEqualTo(losses.get(2));
        assertThat(losses.stream().distinct()).hasSize(3);
    }

    @Test
    void tune_nothingBetter_keepsTheOriginalRow() {
        settings.learningRate = 1e-30;
        TuningResult result = tune(false);
        assertThat(result.improved()).isFalse();
        assertThat(result.embedding()).containsExactly(row());
        assertThat(result.after()).isSameAs(result.before());
        assertThat(steps.candidates).hasSize(2 + 9).allMatch(scores -> scores.equals(steps.candidates.get(0)));
    }

    @Test
    void tune_aCandidateThatOnlyItsSelectionLiked_doesNotReplaceTheRow() {
        // Two latents choose among rows that large steps scatter; sixty-four then test the one that was chosen.
        settings.validationSamples = 2;
        settings.learningRate = 0.3;
        List<Verdict> tested = new ArrayList<>();
        for (settings.seed = 1; settings.seed <= 8; settings.seed++) {
            TuningResult result = tune(true);
            Assessment assessment = result.assessment();
            if (assessment.test().isEmpty()) {
                continue;
            }
            tested.add(assessment.verdict());
            Candidate chosen = assessment.candidate().orElseThrow();
            boolean improved = assessment.verdict() == Verdict.IMPROVED;
            assertThat(result.improved())
                    .isEqualTo(improved)
                    .isEqualTo(assessment.refusals().isEmpty());
            assertThat(result.embedding()).containsExactly(improved ? chosen.embedding() : row());
            assertThat(result.after())
                    .isEqualTo(improved ? assessment.test().get().after() : result.before());
            assertThat(assessment.test().get().before()).isEqualTo(result.before());
        }
        assertThat(tested).contains(Verdict.WORSE);
    }

    @Test
    void tune_measures_areOfValidationLatentsForCandidatesAndOthersForTheReport() {
        settings.learningRate = 1e-30;
        float[] row = row();
        TuningResult result = tune(false);
        assertThat(steps.candidates.get(0)).isEqualTo(scores(row, StreamPurpose.VALIDATION));
        assertThat(result.before()).isEqualTo(scores(row, StreamPurpose.TEST));
        assertThat(result.before()).isNotEqualTo(steps.candidates.get(0));
    }

    @Test
    void tune_givenBounds_areKept() {
        settings.clamp = Optional.of(new EmbeddingBounds(-0.3f, 0.3f));
        settings.stepsPerLatents = 8;
        Optional<Candidate> winner = tune(false).winner();
        assertThat(winner).isPresent();
        for (float value : winner.orElseThrow().embedding()) {
            assertThat(value).isBetween(-0.3f, 0.3f);
        }
    }

    @Test
    void tune_tooLargeALearningRate_saysThatItDiverged() {
        settings.learningRate = 1e30;
        settings.proximity = 0.1;
        assertThatThrownBy(() -> tune(false))
                .isInstanceOf(DivergedException.class)
                .hasMessageStartingWith("tuning diverged at step 2: loss Infinity, gradient norm ")
                .hasMessageEndingWith("; try a smaller --learning-rate");
        assertThat(steps.outcomes).hasSize(1);
    }

    @Test
    void tune_aCandidateWhosePicturesAreNotFinite_saysThatItDiverged() {
        // A layer that is finite itself, and whose latents are not.
        settings.learningRate = 1e30;
        settings.noiseLayer = true;
        settings.evaluateEvery = 1;
        assertThatThrownBy(() -> tune(true))
                .isInstanceOf(DivergedException.class)
                .hasMessageStartingWith("tuning diverged at step 1: ")
                .hasMessageContaining("classifier.pt: the logits of an image are not finite")
                .hasMessageEndingWith("; try a smaller --learning-rate");
        assertThat(steps.candidates).isEmpty();
    }

    @Test
    void tune_aStartOutsideTheBounds_isNotHeldAgainstItsCandidates() {
        settings.clamp = Optional.of(new EmbeddingBounds(-0.2f, 0.2f));
        settings.proximity = 0.7;
        settings.learningRate = 1e-30;
        tune(false);
        // Nothing moved, so there is nothing to pull back.
        assertThat(steps.found).isNotEmpty();
        for (Candidate candidate : steps.found) {
            assertThat(candidate.loss())
                    .isEqualTo(candidate.scores().classifier().crossEntropy());
        }
    }

    @Test
    void tune_aClassTheClassifierDoesNotKnow_isRefused() {
        ClassTuner tuner =
                new ClassTuner(demo.runtime(), demo.generator(), demo.examiner(), Optional.empty(), settings.build());
        assertThatThrownBy(() -> tuner.tune(
                        new TuningSubject(
                                new ClassLabel(5, "blouse"),
                                row(),
                                OptionalDouble.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        Optional.empty(),
                        steps))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining("this classifier has no label 'blouse'");
    }

    @Test
    void tune_rows_areThoseTheGeneratorSeesFromTheFirstToTheLast() {
        settings.clamp = Optional.of(new EmbeddingBounds(-0.3f, 0.3f));
        TuningResult result = tune(false);
        assertThat(steps.rows.keySet()).containsExactly("0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6 last");
        float[] row = row();
        for (int i = 0; i < row.length; i++) {
            assertThat(steps.rows.get("0.0")[i]).isEqualTo(Math.max(-0.3f, Math.min(0.3f, row[i])));
        }
        Candidate winner = result.winner().orElseThrow();
        assertThat(winner.interpolation()).isEqualTo(1);
        String step = "0." + winner.step() + (winner.step() == 6 ? " last" : "");
        assertThat(steps.rows.get(step)).containsExactly(winner.embedding());
    }
}
