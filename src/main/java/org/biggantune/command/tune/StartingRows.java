package org.biggantune.command.tune;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.tuning.TuningSubject;

/** What each class starts at and has to beat. Rows that have to be searched for are kept in the run's folder. */
final class StartingRows {
    private final ModelSet models;
    private final Optional<BaselineEmbeddings> baselines;
    private final Optional<RankedEmbeddings> ranked;

    /**
     * What a class is tuned from.
     *
     * @param subject the class, the embedding to beat and those to start at
     * @param row the row of the generator that the class starts at, where it is not a class of the generator itself
     */
    record Beginning(TuningSubject subject, Optional<ClassLabel> row) {}

    /**
     * The beginnings of a run's classes.
     *
     * @param models has the generator's rows, and those of a file where starts begin at these
     * @param baselines the row of each class of a target; empty where classes are the generator's own
     * @param settings says whether starts begin at the best rows
     * @param best finds these
     */
    StartingRows(
            ModelSet models, Optional<BaselineEmbeddings> baselines, InitialEmbedding settings, RankedEmbeddings best) {
        this.models = models;
        this.baselines = baselines;
        this.ranked = settings == InitialEmbedding.TOP ? Optional.of(best) : Optional.empty();
    }

    /**
     * Searches for the rows of classes where that takes samples and has not been done.
     *
     * @param loaded who draws and judges them, borrowed
     */
    void find(List<ClassLabel> classes, TuningModels loaded) {
        baselines.ifPresent(rows -> rows.find(loaded));
        ranked.ifPresent(rows -> rows.find(classes, loaded));
    }

    /** The beginning of a class whose rows were found. */
    Beginning of(ClassLabel label) {
        EmbeddingMatrix matrix = models.content().embeddings();
        Optional<ClassLabel> row = baselines.map(rows -> rows.of(label));
        OptionalDouble anchor = baselines.map(rows -> rows.anchor(label)).orElse(OptionalDouble.empty());
        Optional<EmbeddingMatrix> given = ranked.map(rows -> rows.of(label, matrix))
                .or(() -> models.initial().map(InitialEmbeddingFile::rows));
        return new Beginning(
                new TuningSubject(label, matrix.row(row.orElse(label).index()), anchor, given), row);
    }
}
