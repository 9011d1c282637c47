package org.biggantune.runfolder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.biggantune.domain.SourceFile;
import org.biggantune.io.Sha256;
import org.biggantune.report.JsonFile;
import org.jspecify.annotations.Nullable;

/**
 * The classifiers that had a say in tuned embeddings, by the SHA-256 digests of their files, as runs have recorded them.
 *
 * @param classifiers those whose gradients tuned them
 * @param judges those that took part in choosing among candidates
 */
public record RowChoosers(Set<String> classifiers, Set<String> judges) {
    /** Nobody, as for embeddings that were not tuned. */
    public static final RowChoosers NONE = new RowChoosers(Set.of(), Set.of());

    /** What a classifier had to do with embeddings, the least first. */
    public enum Role {
        /** Nothing. */
        INDEPENDENT,
        /** It took part in choosing among candidates. */
        JUDGE,
        /** Its gradients tuned them. */
        CLASSIFIER
    }

    /** Copies the sets. */
    public RowChoosers {
        classifiers = Set.copyOf(classifiers);
        judges = Set.copyOf(judges);
    }

    /** Those of a run. */
    static RowChoosers of(RunIdentity.Models models) {
        return new RowChoosers(digest(models.classifier()), digest(models.judge()));
    }

    private static Set<String> digest(@Nullable SourceFile file) {
        return file == null || file.sha256().isEmpty() ? Set.of() : Set.of(file.sha256());
    }

    /**
     * Those of a run in whose folder a file of embeddings is.
     *
     * @return {@link #NONE} where the file is in no run's folder
     */
    public static RowChoosers ofEmbeddings(Path file) {
        return RunRecord.around(file).map(RowChoosers::ofRecord).orElse(NONE);
    }

    /**
     * Those of the run that wrote a generator into its own folder.
     *
     * @return {@link #NONE} where the file is in no run's folder, or the run did not write it
     */
    public static RowChoosers ofGenerator(Path file) {
        Path written = file.resolveSibling(RunDirectory.WRITTEN_GENERATOR);
        return Files.isRegularFile(written)
                        && JsonFile.read(written).path("sha256").asText().equals(Sha256.of(file))
                ? RunRecord.in(file.toAbsolutePath().resolveSibling(""))
                        .map(RowChoosers::ofRecord)
                        .orElse(NONE)
                : NONE;
    }

    private static RowChoosers ofRecord(RunRecord record) {
        return of(record.identity().models());
    }

    /** These and others. */
    public RowChoosers and(RowChoosers others) {
        return new RowChoosers(union(classifiers, others.classifiers), union(judges, others.judges));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    /** What the classifier of a digest had to do with the embeddings; of two roles the one that counts more. */
    public Role role(String sha256) {
        return classifiers.contains(sha256) ? Role.CLASSIFIER : judges.contains(sha256) ? Role.JUDGE : Role.INDEPENDENT;
    }
}
