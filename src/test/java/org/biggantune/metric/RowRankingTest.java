package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.metric.RowRanking.BestRow;
import org.biggantune.model.BatchLoop;
import org.biggantune.support.DemoBench;
import org.biggantune.support.LibtorchThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowRankingTest {
    private static final int SAMPLES = 64;

    @TempDir
    Path folder;

    @Test
    void best_rowsOfEachClass_comeInTheOrderOfTheirProbability() {
        ClassLabel shirt = new ClassLabel(5, "shirt");
        ClassLabel dress = new ClassLabel(3, "dress");
        try (DemoBench demo = DemoBench.open(folder, Preprocessing.STANDARD)) {
            RowRanking ranking = new RowRanking(new BatchLoop(demo.runtime()), demo.generator(), demo.examiner());
            List<Integer> done = new ArrayList<>();
            List<List<BestRow>> all = ranking.best(List.of(shirt, dress), 1, SAMPLES, 100, done::add);
            assertThat(done).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(all).hasSize(2);
            for (List<BestRow> rows : all) {
                assertThat(rows.stream().map(BestRow::row)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
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
            for (BestRow row : all.get(0)) {
                float[] embedding = demo.generator().embeddings().row(row.row());
                double other = evaluator
                        .scores(embedding, Optional.empty(), shirt, 1, StreamPurpose.TEST, SAMPLES)
                        .classifier()
                        .probability();
                assertThat(row.probability()).isCloseTo(other, within(0.2));
            }
        }
    }
}
