package org.biggantune.runfolder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.biggantune.domain.SourceFile;
import org.biggantune.io.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The classifiers that took part in tuning embeddings, by the SHA-256 digests of their files in the records of runs.
 *
 * @param classifiers those that provided gradients
 * @param judges those that helped to choose among candidates
 */
public record TuningClassifiers(Set<String> classifiers, Set<String> judges) {
    /** No classifiers, as for embeddings that were not tuned. */
    public static final TuningClassifiers NONE = new TuningClassifiers(Set.of(), Set.of());

    /** The role of a classifier in tuning, the least involved first. */
    public enum Role {
        /** It took no part. */
        INDEPENDENT,
        /** It helped to choose among candidates. */
        JUDGE,
        /** It provided gradients. */
        CLASSIFIER
    }

    /** Copies the sets, sorted, and replaces missing ones with empty ones. */
    public TuningClassifiers {
        classifiers = sorted(classifiers);
        judges = sorted(judges);
    }

    private static Set<String> sorted(@Nullable Set<String> digests) {
        return Collections.unmodifiableSet(new TreeSet<>(Objects.requireNonNullElse(digests, Set.of())));
    }

    /** Returns those of a run. */
    static TuningClassifiers of(RunIdentity.Models models) {
        TuningClassifiers own = new TuningClassifiers(digest(models.classifier()), digest(models.judge()));
        return models.combined() == null ? own : own.and(models.combined());
    }

    private static Set<String> digest(@Nullable SourceFile file) {
        return file == null || file.sha256().isEmpty() ? Set.of() : Set.of(file.sha256());
    }

    /**
     * Returns those of the run that has a file of embeddings in its folder.
     *
     * @return {@link #NONE} if the file is not in the folder of a run
     */
    public static TuningClassifiers ofEmbeddings(Path file) {
        return RunRecord.around(file).map(TuningClassifiers::ofRecord).orElse(NONE);
    }

    /**
     * Returns those of the run, or of the combined runs, whose command wrote a generator into the run's own folder.
     *
     * @return {@link #NONE} if the file is not in the folder of a run, or it was not written with it
     */
    public static TuningClassifiers ofGenerator(Path file) {
        Path folder = file.toAbsolutePath().resolveSibling("");
        if (!Files.exists(folder.resolve(WrittenFiles.NAME))) {
            return NONE;
        }
        return RunRecord.in(folder)
                .filter(run -> WrittenFiles.in(folder).have(Sha256.of(file)))
                .map(TuningClassifiers::ofRecord)
                .orElse(NONE);
    }

    private static TuningClassifiers ofRecord(RunRecord record) {
        return of(record.identity().models());
    }

    /** Returns the union of these and others. */
    public TuningClassifiers and(TuningClassifiers others) {
        return new TuningClassifiers(union(classifiers, others.classifiers), union(judges, others.judges));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    /** Returns the role of the classifier with a digest; of two roles the more involved one. */
    public Role role(String sha256) {
        return classifiers.contains(sha256) ? Role.CLASSIFIER : judges.contains(sha256) ? Role.JUDGE : Role.INDEPENDENT;
    }
}
