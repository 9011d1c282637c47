package org.biggantune.command.tune;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.tuning.TuningSubject;

/** The starting points of a run's classes. Those that take a search are kept in the run's folder. */
final class StartingPoints {
    private final ModelSet models;
    private final Optional<BaselineEmbeddings> baselines;
    private final Optional<RankedEmbeddings> ranked;

    /**
     * The starting point of a class.
     *
     * @param subject the class, the embedding to beat and those to start from
     * @param row the generator's class that a class of another data set starts from; empty for the generator's own
     */
    record StartingPoint(TuningSubject subject, Optional<ClassLabel> row) {}

    /**
     * Creates the starting points of a run.
     *
     * @param models has the generator's embeddings, those of {@code --initial-file}, and the levels of real images
     * @param baselines the baselines of a target's classes; empty if the classes are the generator's own
     * @param settings the kind of starting point
     * @param best ranks embeddings, for {@link InitialEmbedding#TOP}
     */
    StartingPoints(
            ModelSet models, Optional<BaselineEmbeddings> baselines, InitialEmbedding settings, RankedEmbeddings best) {
        this.models = models;
        this.baselines = baselines;
        this.ranked = settings == InitialEmbedding.TOP ? Optional.of(best) : Optional.empty();
    }

    /**
     * Does the searches that the starting points of classes need, unless done before.
     *
     * @param loaded the models, borrowed
     */
    void find(List<ClassLabel> classes, TuningModels loaded) {
        baselines.ifPresent(rows -> rows.find(loaded));
        ranked.ifPresent(rows -> rows.find(classes, loaded));
    }

    /** Returns the starting point of a class, after {@link #find}. */
    StartingPoint of(ClassLabel label) {
        EmbeddingMatrix matrix = models.content().embeddings();
        Optional<ClassLabel> row = baselines.map(rows -> rows.of(label));
        OptionalDouble anchor = baselines.map(rows -> rows.anchor(label)).orElse(OptionalDouble.empty());
        Optional<EmbeddingMatrix> given = ranked.map(rows -> rows.of(label, matrix))
                .or(() -> models.initial().map(InitialEmbeddingFile::rows));
        return new StartingPoint(
                new TuningSubject(
                        label,
                        matrix.row(row.orElse(label).index()),
                        anchor,
                        given,
                        Optional.ofNullable(models.levels().get(label))),
                row);
    }
}
