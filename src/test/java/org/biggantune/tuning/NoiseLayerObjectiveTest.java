package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.domain.settings.ObjectiveWeights;
import org.biggantune.support.Relative;
import org.biggantune.support.ShippedModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The objective with a noise layer on the shipped models, against PyTorch's autograd and finite differences.
 *
 * <p>The losses below and {@code noise-layer-gradient.npy}, [128 + 80 · 81]: ∂L/∂c, then ∂L/∂W and ∂L/∂b as the layer
 * keeps them, come from {@code make_noise_layer.py} beside it, run with PyTorch 2.13. Both make their inputs by one
 * formula, {@link #waves}.
 */
class NoiseLayerObjectiveTest extends ShippedModels {
    private static final int SHIRT = 5;
    private static final int SHIRT_LABEL = 6;
    private static final int BATCH = 4;
    private static final int EMBEDDING = 128;
    private static final int LATENT = 80;

    @TempDir
    static Path folder;

    private static Objective objective(double diversity, double proximity) {
        ObjectiveWeights weights =
                new ObjectiveWeights(new DiversitySettings(Diversity.PIXELWISE, diversity), proximity);
        return new Objective(runtime, generator, examiner, SHIRT_LABEL, weights, new EmbeddingBounds(-10, 10));
    }

    /** scale · sin(frequency · k²), k = 1, 2, …: numbers that look random in every language. */
    private static float[] waves(int count, double frequency, double scale) {
        float[] waves = new float[count];
        for (int k = 1; k <= count; k++) {
            waves[k - 1] = (float) (scale * Math.sin(frequency * ((double) k * k)));
        }
        return waves;
    }

    private static float[] row() {
        return generator.embeddings().row(SHIRT);
    }

    private static TunedParameters beginning() {
        return new TunedParameters(row(), Optional.of(NoiseLayer.identity(LATENT)));
    }

    /** Away from the beginning in c, W and b. */
    private static float[] somewhere() {
        float[] numbers = beginning().numbers();
        float[] c = waves(EMBEDDING, 0.7, 0.1);
        float[] weight = waves(LATENT * LATENT, 0.3, 0.05);
        float[] bias = waves(LATENT, 1.1, 0.2);
        for (int i = 0; i < EMBEDDING; i++) {
            numbers[i] += c[i];
        }
        for (int i = 0; i < LATENT; i++) {
            int at = EMBEDDING + i * (LATENT + 1);
            for (int j = 0; j < LATENT; j++) {
                numbers[at + j] += weight[i * LATENT + j];
            }
            numbers[at + LATENT] += bias[i];
        }
        return numbers;
    }

    private static LatentBatch latents() {
        return new LatentBatch(waves(BATCH * LATENT, 0.9, 1.4), new int[][] {{2, 0}, {1, 3}});
    }

    private static float[] part(float[] numbers, String name) {
        if (name.equals("c")) {
            return Arrays.copyOf(numbers, EMBEDDING);
        }
        float[] part = new float[name.equals("b") ? LATENT : LATENT * LATENT];
        for (int i = 0; i < LATENT; i++) {
            int at = EMBEDDING + i * (LATENT + 1);
            if (name.equals("b")) {
                part[i] = numbers[at + LATENT];
            } else {
                System.arraycopy(numbers, at, part, i * LATENT, LATENT);
            }
        }
        return part;
    }

    @Test
    void evaluate_withALayer_givesPytorchsLossAndGradients() throws IOException {
        Path file = folder.resolve("gradient.npy");
        try (InputStream in = getClass().getResourceAsStream("/tuning/noise-layer-gradient.npy")) {
            Files.copy(in, file);
        }
        float[] expected = NpyFile.read(file).floats();
        StepMetrics found =
                objective(0.4, 0.1).evaluate(somewhere(), beginning().numbers(), latents());
        assertThat(found.loss()).isCloseTo(0.9895360, within(1e-4));
        assertThat(found.crossEntropy()).isCloseTo(0.7298398, within(1e-4));
        assertThat(found.diversity()).isCloseTo(1.9297966, within(1e-4));
        assertThat(found.proximity()).isCloseTo(10.3161488, within(1e-4));
        for (String name : new String[] {"c", "W", "b"}) {
            assertThat(Relative.distance(part(found.gradient(), name), part(expected, name)))
                    .as(name)
                    .isLessThan(2e-3);
        }
        assertThat(found.gradient()).hasSameSizeAs(expected);
    }

    @Test
    void evaluate_withALayer_hasTheGradientOfFiniteDifferences() {
        Objective objective = objective(0.4, 0.1);
        float[] start = beginning().numbers();
        float[] numbers = somewhere();
        float[] gradient = objective.evaluate(numbers, start, latents()).gradient();
        for (String name : new String[] {"c", "W", "b"}) {
            float[] along = gradient.clone();
            for (int i = 0; i < along.length; i++) {
                boolean bias = (i - EMBEDDING) % (LATENT + 1) == LATENT;
                String of = i < EMBEDDING ? "c" : bias ? "b" : "W";
                along[i] = of.equals(name) ? along[i] : 0;
            }
            double square = 0;
            for (float g : along) {
                square += (double) g * g;
            }
            double step = 5e-4 / Math.sqrt(square);
            double ahead = objective
                    .evaluate(moved(numbers, along, step), start, latents())
                    .loss();
            double behind = objective
                    .evaluate(moved(numbers, along, -step), start, latents())
                    .loss();
            assertThat((ahead - behind) / (2 * step) / square).as(name).isCloseTo(1, within(0.03));
        }
    }

    private static float[] moved(float[] from, float[] direction, double step) {
        float[] moved = from.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (step * direction[i]);
        }
        return moved;
    }

    @Test
    void evaluate_atTheIdentity_isWhatItIsWithoutALayer() {
        Objective objective = objective(0.4, 0.1);
        StepMetrics plain = objective.evaluate(row(), row(), latents());
        StepMetrics layered =
                objective.evaluate(beginning().numbers(), beginning().numbers(), latents());
        assertThat(layered.loss()).isEqualTo(plain.loss());
        assertThat(layered.proximity()).isZero();
        assertThat(Relative.distance(Arrays.copyOf(layered.gradient(), EMBEDDING), plain.gradient()))
                .isLessThan(1e-5);
    }

    @Test
    void loss_behindALayer_isThatOfLatentsThatPassedItBefore() {
        float[] numbers = somewhere();
        TunedParameters parameters = TunedParameters.of(numbers, EMBEDDING, LATENT);
        LatentBatch passed = new LatentBatch(
                parameters.noiseLayer().orElseThrow().apply(latents().latents()),
                latents().pairs());
        Objective objective = objective(0, 0);
        assertThat(objective.evaluate(numbers, numbers, latents()).loss())
                .isCloseTo(
                        objective
                                .evaluate(parameters.embedding(), parameters.embedding(), passed)
                                .loss(),
                        within(1e-5));
    }

    @Test
    void parameters_asNumbersAndBack_areTheSame() {
        float[] random = RandomStream.normals(
                new RandomKey(1, StreamPurpose.INITIAL, 0, 0, 0), EMBEDDING + NoiseLayer.count(LATENT));
        assertThat(TunedParameters.of(random, EMBEDDING, LATENT).numbers()).containsExactly(random);
        assertThat(TunedParameters.of(row(), EMBEDDING, LATENT).noiseLayer()).isEmpty();
        assertThat(TunedParameters.of(row(), EMBEDDING, LATENT).numbers()).containsExactly(row());
    }
}
