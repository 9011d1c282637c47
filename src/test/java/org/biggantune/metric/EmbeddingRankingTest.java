package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.metric.EmbeddingRanking.RankedEmbedding;
import org.biggantune.model.BatchLoop;
import org.biggantune.support.DemoBench;
import org.biggantune.support.LibtorchThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingRankingTest {
    private static final int SAMPLES = 64;

    @TempDir
    Path folder;

    @Test
    void best_rowsOfEachClass_comeInTheOrderOfTheirProbability() {
        ClassLabel shirt = new ClassLabel(5, "shirt");
        ClassLabel dress = new ClassLabel(3, "dress");
        try (DemoBench demo = DemoBench.open(folder, Preprocessing.STANDARD)) {
            EmbeddingRanking ranking =
                    new EmbeddingRanking(new BatchLoop(demo.runtime()), demo.generator(), demo.examiner());
            List<Integer> done = new ArrayList<>();
            List<List<RankedEmbedding>> all = ranking.best(List.of(shirt, dress), 1, SAMPLES, 100, done::add);
            assertThat(done).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(all).hasSize(2);
            for (List<RankedEmbedding> rows : all) {
                assertThat(rows.stream().map(RankedEmbedding::row)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
                assertThat(rows.stream().map(row -> -row.probability())).isSorted();
            }
            assertThat(all.get(0).get(0).row()).isEqualTo(5);
            assertThat(ranking.best(List.of(dress), 1, SAMPLES, 3, row -> {}))
                    .containsExactly(all.get(1).subList(0, 3));

            List<Integer> doneSideBySide = new ArrayList<>();
            assertThat(LibtorchThreads.during(
                            4, () -> ranking.best(List.of(shirt, dress), 1, SAMPLES, 100, doneSideBySide::add)))
                    .isEqualTo(all);
            assertThat(doneSideBySide).isEqualTo(done);

            // The evaluator measures the same mean on other latents.
            SampleEvaluator evaluator = new SampleEvaluator(
                    new BatchLoop(demo.runtime()), demo.generator(), demo.examiner(), Optional.empty());
            for (RankedEmbedding row : all.get(0)) {
                float[] embedding = demo.generator().embeddings().row(row.row());
                double other = evaluator
                        .scores(embedding, Optional.empty(), shirt, 1, StreamPurpose.TEST, SAMPLES)
                        .classifier()
                        .probability();
                assertThat(row.probability()).isCloseTo(other, within(0.2));
            }
        }
    }

    @Test
    void bestRows_ofManyWithTies_areThoseOfAStableSort() {
        List<RankedEmbedding> offered = new ArrayList<>();
        Random random = new Random(3);
        for (int row = 0; row < 2000; row++) {
            offered.add(new RankedEmbedding(row, random.nextInt(40) / 40.0));
        }
        List<RankedEmbedding> sorted = new ArrayList<>(offered);
        sorted.sort(Comparator.comparingDouble(row -> -row.probability()));
        for (int count : new int[] {1, 7, 2000, 3000}) {
            EmbeddingRanking.Best best = new EmbeddingRanking.Best(count);
            offered.forEach(best::offer);
            assertThat(best.rows()).isEqualTo(sorted.subList(0, Math.min(count, sorted.size())));
        }
    }

    @Test
    void bestRows_whateverIsOffered_holdsNoMoreThanItsCount() {
        EmbeddingRanking.Best best = new EmbeddingRanking.Best(3);
        for (int row = 0; row < 100; row++) {
            best.offer(new RankedEmbedding(row, row));
            assertThat(best.rows()).hasSize(Math.min(3, row + 1));
        }
    }
}
