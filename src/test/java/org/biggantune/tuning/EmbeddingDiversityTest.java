package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.model.BatchLoop;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.FewClasses;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingDiversityTest {
    private static final Path MODELS = Path.of("models");
    private static final double BELOW = 0.55;
    private static final int TROUSER = 1;
    private static final int SNEAKER = 6;

    @TempDir
    Path folder;

    private static TorchRuntime runtime;
    private static Classifier classifier;
    private static ImageClassifier examiner;

    @BeforeAll
    static void open() {
        runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
        classifier = Classifier.open(MODELS.resolve("demo-classifier.pt"), Optional.empty(), runtime);
        examiner = new ImageClassifier(runtime, classifier, 32, Preprocessing.STANDARD);
    }

    @AfterAll
    static void close() {
        examiner.close();
        classifier.close();
        runtime.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 8})
    void relative_everySeed_isBelowTheThresholdForTheCollapsedClassAlone(long seed) {
        try (Generator generator = Generator.open(MODELS.resolve("demo-collapsed.pt"), Optional.empty(), runtime)) {
            EmbeddingDiversity diversity = new EmbeddingDiversity(generator, evaluator(generator), seed);
            for (int row = 0; row < 8; row++) {
                RelativeDiversity found = diversity
                        .relative(generator.embeddings().row(row), BELOW)
                        .relative()
                        .orElseThrow();
                assertThat(found.share() < BELOW).as("row %d: %s", row, found).isEqualTo(row == SNEAKER);
            }
        }
    }

    @Test
    void relative_nearTheThreshold_takesMoreSamplesUntilItIsClear() {
        try (Generator generator = Generator.open(MODELS.resolve("demo.pt"), Optional.empty(), runtime)) {
            float[] trouser = generator.embeddings().row(TROUSER);
            EmbeddingDiversity diversity = new EmbeddingDiversity(generator, evaluator(generator), 3);
            EmbeddingDiversity.Measured first = diversity.relative(trouser, 0.2);
            RelativeDiversity share = first.relative().orElseThrow();
            assertThat(share.error()).isBetween(0.03, 0.08);
            assertThat(first.images()).isEqualTo(8 * 32);
            // As near as no 256 samples tell, and so near that some more do.
            EmbeddingDiversity.Measured most = diversity.relative(trouser, 0.695);
            assertThat(most.images()).isEqualTo(8 * 256);
            assertThat(most.relative().orElseThrow().error()).isBetween(0.01, 0.02);
            assertThat(most.relative().orElseThrow().share()).isBetween(0.64, 0.75);
            EmbeddingDiversity.Measured some = diversity.relative(trouser, share.share() - 2.5 * share.error());
            assertThat(some.images()).isBetween(8L * 64, 8L * 128);
            // Far from the threshold again.
            assertThat(diversity.relative(trouser, 0.2)).isEqualTo(first);
        }
    }

    @Test
    void relative_ofARowMeasuredBesideOthers_drawsNothingAnew() {
        try (Generator generator = Generator.open(MODELS.resolve("demo.pt"), Optional.empty(), runtime)) {
            EmbeddingDiversity diversity = new EmbeddingDiversity(generator, evaluator(generator), 3);
            EmbeddingDiversity.Measured alone = new EmbeddingDiversity(generator, evaluator(generator), 3)
                    .relative(generator.embeddings().row(SNEAKER), 0.2);
            long before = generator.drawn();
            diversity.relative(generator.embeddings().row(TROUSER), 0.2);
            assertThat(generator.drawn() - before).isEqualTo(8 * 32);
            assertThat(diversity.relative(generator.embeddings().row(SNEAKER), 0.2))
                    .isEqualTo(alone);
            assertThat(generator.drawn() - before).isEqualTo(8 * 32);
        }
    }

    @Test
    void relative_samples_areOfLatentsThatAreForThisAlone() {
        try (Generator generator = Generator.open(MODELS.resolve("demo.pt"), Optional.empty(), runtime)) {
            List<float[]> distances = generator.metadata().classNames().stream()
                    .map(name -> generator
                            .embeddings()
                            .row(generator.metadata().classNames().indexOf(name)))
                    .map(row -> evaluator(generator)
                            .contrastDistances(row, new RandomKey(5, StreamPurpose.COLLAPSE, 0, 0, 0), 32))
                    .toList();
            assertThat(new EmbeddingDiversity(generator, evaluator(generator), 5)
                            .relative(generator.embeddings().row(0), 0.2)
                            .relative())
                    .contains(RelativeDiversity.of(distances.get(0), distances.subList(1, 8), 7));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "7, false", "8, true"})
    void relative_fewOtherRows_isUnknown(int rows, boolean known) {
        Path few = folder.resolve("few.pt");
        int[] firstRows = IntStream.range(0, rows).toArray();
        try (Generator generator = Generator.open(FewClasses.write(few, firstRows), Optional.empty(), runtime)) {
            for (long seed = 1; seed <= 8; seed++) {
                assertThat(new EmbeddingDiversity(generator, evaluator(generator), seed)
                                .relative(generator.embeddings().row(0), 0.2)
                                .relative()
                                .isPresent())
                        .isEqualTo(known);
            }
        }
    }

    private static SampleEvaluator evaluator(Generator generator) {
        return new SampleEvaluator(new BatchLoop(runtime), generator, examiner, Optional.empty());
    }
}
