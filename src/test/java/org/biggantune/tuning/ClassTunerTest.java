package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.DivergedException;
import org.biggantune.domain.Diversity;
import org.biggantune.domain.DiversityReduction;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.LatentKey;
import org.biggantune.domain.LatentStream;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.Purpose;
import org.biggantune.domain.SettingsConflictException;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.metric.SampleScores;
import org.biggantune.model.BatchLoop;
import org.biggantune.support.DemoBench;
import org.biggantune.support.Relative;
import org.biggantune.support.Settings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassTunerTest {
    private static final ClassLabel SHIRT = new ClassLabel(5, "shirt");

    @TempDir
    static Path folder;

    private static DemoBench demo;

    private final Settings settings = new Settings();
    private final Steps steps = new Steps();

    /** Keeps what it is told. */
    private static final class Steps implements TuningListener {
        private final List<String> order = new ArrayList<>();
        private final List<StepOutcome> outcomes = new ArrayList<>();
        private final List<SampleScores> candidates = new ArrayList<>();
        private final Map<String, float[]> rows = new LinkedHashMap<>();
        private final List<Candidate> found = new ArrayList<>();
        private final List<TuningState> states = new ArrayList<>();
        private int wanted;

        @Override
        public boolean wants(int step) {
            return step == wanted;
        }

        @Override
        public void onStep(int start, int step, StepOutcome outcome) {
            order.add("step " + start + "." + step);
            outcomes.add(outcome);
        }

        @Override
        public void onCandidate(Candidate candidate) {
            order.add("candidate " + candidate.start() + "." + candidate.step()
                    + (candidate.share() < 1 ? " back to " + candidate.share() : ""));
            candidates.add(candidate.scores());
            found.add(candidate);
        }

        @Override
        public void onRow(int start, int step, boolean last, Supplier<Parameters> row) {
            rows.put(start + "." + step + (last ? " last" : ""), row.get().embedding());
        }

        @Override
        public void onEarlyEnd(int start, int taken) {
            order.add("early end " + start + "." + taken);
        }

        @Override
        public void onState(Supplier<TuningState> state) {
            states.add(state.get());
        }
    }

    @BeforeAll
    static void open() {
        demo = DemoBench.open(folder, Preprocessing.STANDARD);
    }

    @AfterAll
    static void close() {
        if (demo != null) {
            demo.close();
        }
    }

    private static float[] row(ClassLabel label) {
        return demo.generator().embeddings().row(label.index());
    }

    private TuningResult tune(boolean judged) {
        return tune(judged, Optional.empty());
    }

    private TuningResult tune(boolean judged, Optional<TuningState> from) {
        return tune(judged, from, 1);
    }

    private TuningResult tune(boolean judged, Optional<TuningState> from, int block) {
        return new ClassTuner(
                        demo.runtime(),
                        demo.generator(),
                        demo.examiner(),
                        judged ? Optional.of(demo.judgeExaminer()) : Optional.empty(),
                        settings.build(),
                        block)
                .tune(new TuningSubject(SHIRT, row(SHIRT)), from, steps);
    }

    private static SampleScores scores(float[] embedding, Purpose purpose) {
        return evaluator().scores(embedding, SHIRT, 1, purpose, 8);
    }

    private static SampleEvaluator evaluator() {
        return new SampleEvaluator(new BatchLoop(demo.runtime()), demo.generator(), demo.examiner(), Optional.empty());
    }

    @Test
    void tune_aWeakClass_raisesItsProbabilityOnUnseenLatents() {
        settings.iterations = 6;
        settings.stepsPerLatents = 4;
        settings.batch = 8;
        settings.candidateEvery = 8;
        settings.selectionSamples = 32;
        settings.reportSamples = 64;
        settings.diversityFloor = 0.5;
        TuningResult result = tune(true);
        assertThat(result.improved()).isTrue();
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
        settings.candidateEvery = 4;
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
    void tune_inBlocks_tellsTheSameAndEndsTheSame() {
        settings.candidateEvery = 4;
        settings.starts = 2;
        settings.initialNoise = 0.1;
        TuningResult single = tune(false);
        List<String> order = List.copyOf(steps.order);
        List<StepOutcome> outcomes = List.copyOf(steps.outcomes);
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
        assertThat(steps.states).extracting(TuningState::step).containsExactly(0, 3, 4, 6, 0, 3, 4, 6);
        for (TuningState state : List.copyOf(steps.states)) {
            assertThat(tune(false, Optional.of(state)).embedding()).containsExactly(single.embedding());
        }
    }

    @Test
    void tune_inBlocks_endsThemWhereTheListenerWants() {
        settings.candidateEvery = 100;
        steps.wanted = 2;
        tune(false, Optional.empty(), 100);
        assertThat(steps.rows.keySet()).containsExactly("0.0", "0.2", "0.6 last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "SOFTMAX", "PIXELWISE", "FEATURES"})
    void tune_aCandidatesLoss_isTheObjectiveOnItsHeldOutLatents(Diversity kind) {
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
                new ObjectiveWeights(settings.build().diversity(), settings.proximity),
                demo.generator().embeddings().bounds());
        float[] latents = LatentStream.normals(new LatentKey(1, Purpose.HELD_OUT, SHIRT.index(), 0, 0), 8 * 80);
        float[] initial = settings.noiseLayer
                ? new Parameters(row(SHIRT), Optional.of(NoiseLayer.identity(80))).numbers()
                : row(SHIRT);
        double sum = 0;
        for (int batch = 0; batch < 2; batch++) {
            float[] four = Arrays.copyOfRange(latents, batch * 4 * 80, (batch + 1) * 4 * 80);
            sum += objective
                    .evaluate(
                            new Parameters(candidate.embedding(), candidate.noiseLayer()).numbers(),
                            initial,
                            new LatentBatch(four, new int[][] {{0, 1}, {2, 3}}))
                    .loss();
        }
        assertThat(candidate.loss()).isCloseTo(sum / 2, within(1e-5));
    }

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
                            && other.share() == expected.share())
                    .findFirst()
                    .orElseThrow();
            assertThat(found.loss()).isCloseTo(expected.loss(), within(1e-3));
            assertThat(Relative.distance(found.embedding(), expected.embedding()))
                    .isLessThan(2e-3);
        }
    }

    @Test
    void tune_startsTogetherFromAnyState_endTheSame() {
        stand();
        settings.starts = 3;
        settings.parallelStarts = 3;
        // One start gets better for a while, so that the others leave it alone.
        settings.learningRate = 1e-3;
        settings.patience = 1;
        TuningResult whole = tune(false);
        List<String> order = List.copyOf(steps.order);
        List<TuningState> states = List.copyOf(steps.states);
        assertThat(states.stream().map(state -> state.parameters().length).distinct())
                .as("starts leave at different steps")
                .hasSizeGreaterThan(2);
        for (TuningState state : states) {
            steps.order.clear();
            TuningResult rest = tune(false, Optional.of(state));
            assertThat(rest.embedding()).containsExactly(whole.embedding());
            assertThat(rest.steps()).isEqualTo(whole.steps());
            int done = order.size() - steps.order.size();
            assertThat(steps.order).isEqualTo(order.subList(done, order.size()));
        }
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
        assertThat(embeddings.get(0)).isNotEqualTo(demo.generator().embeddings().row(5));
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
    void tune_oneStepPerLatents_drawsNewOnesForEveryIteration() {
        settings.learningRate = 1e-30;
        settings.iterations = 3;
        settings.stepsPerLatents = 2;
        tune(false);
        List<Double> losses = steps.outcomes.stream().map(StepOutcome::loss).toList();
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
        assertThat(result.embedding())
                .containsExactly(demo.generator().embeddings().row(5));
        assertThat(result.after()).isSameAs(result.before());
        assertThat(steps.candidates).hasSize(2 + 9).allMatch(scores -> scores.equals(steps.candidates.get(0)));
    }

    @Test
    void tune_measures_areOfHeldOutLatentsForCandidatesAndOthersForTheReport() {
        settings.learningRate = 1e-30;
        float[] row = demo.generator().embeddings().row(5);
        TuningResult result = tune(false);
        assertThat(steps.candidates.get(0)).isEqualTo(scores(row, Purpose.HELD_OUT));
        assertThat(result.before()).isEqualTo(scores(row, Purpose.JUDGING));
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
        assertThatThrownBy(() -> tune(false))
                .isInstanceOf(DivergedException.class)
                .hasMessageStartingWith("tuning diverged at step 2: loss NaN, gradient norm ")
                .hasMessageEndingWith("; try a smaller --learning-rate");
        assertThat(steps.outcomes).hasSize(1);
    }

    @Test
    void tune_aClassTheClassifierDoesNotKnow_isRefused() {
        ClassTuner tuner =
                new ClassTuner(demo.runtime(), demo.generator(), demo.examiner(), Optional.empty(), settings.build());
        assertThatThrownBy(() ->
                        tuner.tune(new TuningSubject(new ClassLabel(5, "blouse"), row(SHIRT)), Optional.empty(), steps))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining("this classifier has no label 'blouse'");
    }

    @Test
    void tune_fromAnyState_endsTheSame() {
        settings.starts = 2;
        settings.initialNoise = 0.05;
        settings.iterations = 2;
        settings.stepsPerLatents = 2;
        TuningResult whole = tune(true);
        List<String> order = List.copyOf(steps.order);
        List<TuningState> states = List.copyOf(steps.states);
        assertThat(states).hasSize(2 * (1 + 4));
        for (TuningState state : states) {
            steps.order.clear();
            TuningResult rest = tune(true, Optional.of(state));
            assertThat(rest.embedding()).containsExactly(whole.embedding());
            assertThat(rest.after()).isEqualTo(whole.after());
            int done = order.size() - steps.order.size();
            assertThat(steps.order).isEqualTo(order.subList(done, order.size()));
        }
    }

    @Test
    void tune_candidatesNoLongerBetter_endAStartEarly() {
        stand();
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
    void tune_fromAnyStateOfStartsThatEndEarly_endsTheSame() {
        stand();
        TuningResult whole = tune(false);
        List<String> order = List.copyOf(steps.order);
        List<TuningState> states = List.copyOf(steps.states);
        assertThat(states).hasSize(2 * (1 + 6));
        for (TuningState state : states) {
            steps.order.clear();
            TuningResult rest = tune(false, Optional.of(state));
            assertThat(rest.embedding()).containsExactly(whole.embedding());
            assertThat(rest.steps()).isEqualTo(whole.steps());
            int done = order.size() - steps.order.size();
            assertThat(steps.order).isEqualTo(order.subList(done, order.size()));
        }
    }

    /** Two starts of ten steps that get nowhere: their second and third candidates are no better than the first. */
    private void stand() {
        settings.learningRate = 1e-30;
        settings.iterations = 5;
        settings.stepsPerLatents = 2;
        settings.starts = 2;
        settings.initialNoise = 0.05;
        settings.patience = 2;
    }

    @Test
    void tune_candidatesThatGetBetter_areWaitedFor() {
        settings.patience = 2;
        TuningResult result = tune(false);
        assertThat(result.steps()).isEqualTo(6);
        assertThat(steps.order).noneMatch(line -> line.startsWith("early end"));
    }

    @Test
    void tune_rows_areThoseTheGeneratorSeesFromTheFirstToTheLast() {
        settings.clamp = Optional.of(new EmbeddingBounds(-0.3f, 0.3f));
        TuningResult result = tune(false);
        assertThat(steps.rows.keySet()).containsExactly("0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6 last");
        float[] row = row(SHIRT);
        for (int i = 0; i < row.length; i++) {
            assertThat(steps.rows.get("0.0")[i]).isEqualTo(Math.max(-0.3f, Math.min(0.3f, row[i])));
        }
        Candidate winner = result.winner().orElseThrow();
        assertThat(winner.share()).isEqualTo(1);
        String step = "0." + winner.step() + (winner.step() == 6 ? " last" : "");
        assertThat(steps.rows.get(step)).containsExactly(winner.embedding());
    }

    @Test
    void tune_noiseLayer_fromAnyState_endsTheSame() {
        settings.noiseLayer = true;
        settings.starts = 2;
        settings.initialNoise = 0.05;
        settings.iterations = 2;
        settings.stepsPerLatents = 1;
        TuningResult whole = tune(true);
        assertThat(whole.improved()).isTrue();
        List<TuningState> states = List.copyOf(steps.states);
        assertThat(states).hasSize(2 * (1 + 2));
        for (TuningState state : states) {
            TuningResult rest = tune(true, Optional.of(state));
            assertThat(rest.embedding()).containsExactly(whole.embedding());
            assertThat(rest.noiseLayer()).isEqualTo(whole.noiseLayer());
            assertThat(rest.after()).isEqualTo(whole.after());
        }
    }

    @Test
    void tune_noiseLayer_goesWithTheRowAndIsMeasuredWithIt() {
        settings.noiseLayer = true;
        settings.candidateEvery = 100;
        TuningResult result = tune(false);
        NoiseLayer layer = result.noiseLayer().orElseThrow();
        assertThat(layer).isNotEqualTo(NoiseLayer.identity(80));
        assertThat(result.after())
                .isEqualTo(evaluator().scores(result.embedding(), result.noiseLayer(), SHIRT, 1, Purpose.JUDGING, 8))
                .isNotEqualTo(scores(result.embedding(), Purpose.JUDGING));
        assertThat(result.before()).isEqualTo(scores(row(SHIRT), Purpose.JUDGING));
    }

    @Test
    void tune_noiseLayer_walksBackWithItsRow() {
        settings.noiseLayer = true;
        settings.candidateEvery = 100;
        tune(false);
        List<Candidate> found = steps.found;
        assertThat(found).hasSize(9);
        float[] whole = found.get(0).noiseLayer().orElseThrow().values();
        float[] half = found.get(8).noiseLayer().orElseThrow().values();
        float[] identity = NoiseLayer.identity(80).values();
        float[] middle = new float[whole.length];
        for (int i = 0; i < middle.length; i++) {
            middle[i] = identity[i] + (whole[i] - identity[i]) / 2;
        }
        assertThat(Relative.maxDifference(half, middle)).isLessThan(1e-7);
        assertThat(Relative.distance(whole, identity)).isGreaterThan(0.1);
    }

    @Test
    void tune_noiseLayerThatHardlyMoves_beginsAtTheOriginalsImages() {
        settings.noiseLayer = true;
        settings.learningRate = 1e-30;
        TuningResult result = tune(false);
        assertThat(result.improved()).isFalse();
        assertThat(result.noiseLayer()).isEmpty();
        assertThat(steps.candidates.get(0)).isEqualTo(scores(row(SHIRT), Purpose.HELD_OUT));
    }
}
