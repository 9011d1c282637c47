package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.biggantune.archive.ExactNumbers;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversityReduction;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.domain.settings.ObjectiveWeights;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.DemoBench;
import org.biggantune.support.Fixtures;
import org.biggantune.support.Relative;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The objective, its gradient and Adam's steps against what the reference release's own loop gave.
 *
 * <p>The gradient jumps where the input of one of the classifier's rectifiers crosses zero, which rounding decides: the
 * enlarged image repeats every pixel 49 times, so one crossing counts 49 times. At most steps the recorded gradient is
 * met to 0.2 %; where it is not, the same step's gradients at embeddings a millionth away must differ by as much among
 * themselves, which shows that the recording does not determine it any better.
 */
class ObjectiveFixtureTest {
    private static final double TOLERANCE = 2e-3;

    /** The rounding of a float32 number near 1, a few times over. */
    private static final double ROUNDING = 1e-6;

    private static final int NEIGHBOURS = 12;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"decay, FOLDED", "clamp, FOLDED", "long, FOLDED", "decay, REFERENCE", "clamp, REFERENCE"})
    void evaluate_atEachRecordedEmbedding_givesTheRecordedLossAndGradient(String name, Graph graph) throws IOException {
        Recording recording = Recording.read(name);
        int smooth = 0;
        try (DemoBench demo = DemoBench.open(folder, Preprocessing.REFERENCE, graph)) {
            Objective objective = objective(demo, recording.settings());
            for (int step = 0; step < recording.losses().length; step++) {
                float[] embedding = recording.trajectory()[step];
                StepMetrics outcome = objective.evaluate(embedding, embedding, recording.latents(step));
                assertThat(Math.abs(outcome.loss() / recording.losses()[step] - 1))
                        .as("loss of step %d", step)
                        .isLessThan(1e-4);
                assertThat(outcome.loss()).isEqualTo(outcome.crossEntropy());
                assertThat(outcome.diversity()).isZero();
                double difference =
                        Relative.distance(outcome.gradient(), recording.gradients()[step]);
                if (difference < TOLERANCE) {
                    smooth++;
                } else {
                    assertThat(difference).as("gradient of step %d", step).isLessThan(jump(objective, recording, step));
                }
            }
        }
        assertThat(smooth).isGreaterThan(recording.losses().length / 2);
    }

    /** The greatest difference between any two of a step's gradients at embeddings within rounding of the recorded one. */
    private static double jump(Objective objective, Recording recording, int step) {
        float[] recorded = recording.trajectory()[step];
        List<float[]> gradients = new ArrayList<>();
        double greatest = 0;
        for (int i = 0; i <= NEIGHBOURS; i++) {
            float[] noise = RandomStream.normals(new RandomKey(i, StreamPurpose.INITIAL, step, 0, 0), recorded.length);
            float[] near = recorded.clone();
            for (int d = 0; i < NEIGHBOURS && d < near.length; d++) {
                near[d] += (float) (ROUNDING * noise[d]);
            }
            float[] gradient =
                    objective.evaluate(near, near, recording.latents(step)).gradient();
            for (float[] other : gradients) {
                greatest = Math.max(greatest, Relative.distance(other, gradient));
            }
            gradients.add(gradient);
        }
        return greatest;
    }

    @ParameterizedTest
    @CsvSource({"decay, FOLDED", "clamp, FOLDED", "long, FOLDED", "decay, REFERENCE", "clamp, REFERENCE"})
    void step_fromEachRecordedState_leadsToTheNextRecordedEmbedding(String name, Graph graph) throws IOException {
        Recording recording = Recording.read(name);
        float[] followed = recording.trajectory()[0].clone();
        try (DemoBench demo = DemoBench.open(folder, Preprocessing.REFERENCE, graph)) {
            ArrayAdam adam = recording.adam(demo.runtime());
            Objective objective = objective(demo, recording.settings());
            for (int step = 0; step < recording.losses().length; step++) {
                float[] own = recording.trajectory()[step].clone();
                StepMetrics outcome = objective.evaluate(own, own, recording.latents(step));
                new ArrayAdam(demo.runtime(), adam.moments(), recording.learningRate(), recording.weightDecay())
                        .step(own, outcome.gradient(), 1);
                assertThat(Relative.maxDifference(own, recording.trajectory()[step + 1]))
                        .as("embedding after step %d", step)
                        .isLessThan(2e-3);
                adam.step(followed, recording.gradients()[step], 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"decay", "clamp", "long"})
    void adam_onTheRecordedGradients_takesTheRecordedSteps(String name) throws IOException {
        Recording recording = Recording.read(name);
        float[] embedding = recording.trajectory()[0].clone();
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty())) {
            ArrayAdam adam = recording.adam(runtime);
            for (int step = 0; step < recording.losses().length; step++) {
                adam.step(embedding, recording.gradients()[step], 1);
                assertThat(Relative.maxDifference(embedding, recording.trajectory()[step + 1]))
                        .as("embedding after step %d", step)
                        .isLessThan(2e-6);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SOFTMAX, softmax, MEAN, mean",
        "SOFTMAX, softmax, SUM, sum",
        "PIXELWISE, pixelwise, MEAN, mean",
        "PIXELWISE, pixelwise, SUM, sum",
        "FEATURES, features_layer3, MEAN, mean",
        "FEATURES, features_layer3, SUM, sum"
    })
    void diversity_ofGivenPairs_isTheReferences(Diversity kind, String key, DiversityReduction reduction, String number)
            throws IOException {
        Path fixture = Fixtures.require("fixtures/objective/diversity");
        JsonNode expected = json(fixture.resolve("expected.json")).get(key);
        float[] embedding = NpyFile.read(fixture.resolve("embedding.npy")).floats();
        float[] latents = NpyFile.read(fixture.resolve("z.npy")).floats();
        int[][] pairs = pairs(fixture.resolve("pairs.npy"));
        float[] perPair = new float[pairs.length];
        for (int p = 0; p < perPair.length; p++) {
            perPair[p] = (float) expected.get("per_pair").get(p).asDouble();
        }
        try (DemoBench demo = DemoBench.open(folder, Preprocessing.REFERENCE)) {
            assertThat(Relative.distance(ratios(demo, kind, embedding, new LatentBatch(latents, pairs)), perPair))
                    .isLessThan(1e-5);

            EmbeddingBounds bounds = demo.generator().embeddings().bounds();
            ObjectiveWeights weights = new ObjectiveWeights(new DiversitySettings(kind, 0.5, reduction, "auto"), 0);
            StepMetrics outcome = new Objective(demo.runtime(), demo.generator(), demo.examiner(), 8, weights, bounds)
                    .evaluate(embedding, embedding, new LatentBatch(latents, pairs));
            assertThat(outcome.diversity() / expected.get(number).asDouble()).isCloseTo(1, within(1e-5));
            assertThat(outcome.loss()).isCloseTo(outcome.crossEntropy() - 0.5 * outcome.diversity(), within(1e-5));
        }
    }

    private static float[] ratios(DemoBench demo, Diversity kind, float[] embedding, LatentBatch batch) {
        try (NDManager scope = demo.runtime().newScope()) {
            NDArray z = demo.generator().latents(scope, batch.arranged().latents());
            NDArray y = scope.create(embedding, new Shape(1, embedding.length));
            NDArray resized = demo.examiner().resize(demo.generator().images(z, y));
            NDArray features =
                    switch (kind) {
                        case NONE -> throw new IllegalArgumentException("nothing to compare");
                        case SOFTMAX -> demo.examiner().logits(resized).softmax(1);
                        case PIXELWISE -> resized;
                        case FEATURES ->
                            demo.examiner().answer(resized, "layer3").features();
                    };
            return PairDiversity.ratios(features, z, new Scalars(scope)).toFloatArray();
        }
    }

    private static Objective objective(DemoBench demo, JsonNode settings) {
        JsonNode clamp = settings.get("clamp");
        return new Objective(
                demo.runtime(),
                demo.generator(),
                demo.examiner(),
                settings.get("label").asInt(),
                new ObjectiveWeights(new DiversitySettings(Diversity.NONE, 0), 0),
                new EmbeddingBounds(
                        (float) clamp.get(0).asDouble(), (float) clamp.get(1).asDouble()));
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    private static int[][] pairs(Path file) {
        float[] values = NpyFile.read(file).floats();
        int[][] pairs = new int[values.length / 2][];
        for (int p = 0; p < pairs.length; p++) {
            pairs[p] = new int[] {(int) values[2 * p], (int) values[2 * p + 1]};
        }
        return pairs;
    }

    /** A run of the reference, one element a step. */
    private record Recording(
            JsonNode settings, double[] losses, float[][] trajectory, float[][] gradients, float[][] latents) {

        static Recording read(String name) throws IOException {
            Path fixture = Fixtures.require("fixtures/objective/" + name);
            double[] losses = ExactNumbers.of(NpyFile.read(fixture.resolve("losses.npy")));
            float[][] trajectory = rows(fixture.resolve("embedding_trajectory.npy"));
            float[][] gradients = rows(fixture.resolve("gradients.npy"));
            // The files hold every step as many times as runs had been recorded before it, and once more.
            int repeats = gradients.length / losses.length;
            assertThat(trajectory.length).isEqualTo(1 + repeats * losses.length);
            float[][] start = {trajectory[0]};
            return new Recording(
                    json(fixture.resolve("settings.json")),
                    losses,
                    Stream.concat(Stream.of(start), every(repeats, 1, trajectory))
                            .toArray(float[][]::new),
                    every(repeats, 0, gradients).toArray(float[][]::new),
                    rows(fixture.resolve("z.npy")));
        }

        LatentBatch latents(int step) {
            return new LatentBatch(latents[step / settings.get("steps_per_z").asInt()], new int[0][]);
        }

        ArrayAdam adam(TorchRuntime runtime) {
            return new ArrayAdam(runtime, OptimizerState.zero(trajectory[0], false), learningRate(), weightDecay());
        }

        double learningRate() {
            return settings.get("learning_rate").asDouble();
        }

        double weightDecay() {
            return settings.get("weight_decay").asDouble();
        }

        private static Stream<float[]> every(int repeats, int from, float[][] rows) {
            return IntStream.range(0, (rows.length - from) / repeats).mapToObj(i -> rows[from + i * repeats]);
        }

        /** The sub-arrays along the first dimension. */
        private static float[][] rows(Path file) {
            NpyArray array = NpyFile.read(file);
            float[] values = array.floats();
            int count = Math.toIntExact(array.shape()[0]);
            int size = values.length / count;
            return IntStream.range(0, count)
                    .mapToObj(i -> Arrays.copyOfRange(values, i * size, (i + 1) * size))
                    .toArray(float[][]::new);
        }
    }
}
