package org.biggantune.runfolder;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.report.JsonFile;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code scan.json}, with its keys in order. Until the scan is finished, it has settings and models only.
 *
 * @param tool {@value RunRecord#TOOL}
 * @param version the version that finished the scan
 * @param commit its commit
 * @param command {@code scan}
 * @param settings the settings that measurements depend on
 * @param models the models
 * @param collapsedBelow the relative diversity below which a class counts as collapsed
 * @param engine libtorch and device
 * @param java the Java runtime
 * @param platform operating system and processor
 * @param started when the process started, in ISO 8601
 * @param finished when it ended
 * @param classes the classes, worst first; null until the scan is finished
 */
@JsonInclude(Include.NON_NULL)
public record ScanRecord(
        @Nullable String tool,
        @Nullable String version,
        @Nullable String commit,
        @Nullable String command,
        Settings settings,
        Models models,
        @Nullable Double collapsedBelow,
        @Nullable String engine,
        @Nullable String java,
        @Nullable String platform,
        @Nullable String started,
        @Nullable String finished,
        @Nullable List<ScannedClass> classes) {
    /** Copies the list. */
    public ScanRecord {
        classes = classes == null ? null : List.copyOf(classes);
    }

    /** The settings that measurements depend on, as options of {@code scan}. */
    public record Settings(int samples, long seed, String preprocessing, String precision) {}

    /** The models. */
    public record Models(SourceFile generator, SourceFile classifier) {}

    /**
     * A class, also an element of the list that {@code scan --json} prints.
     *
     * @param index the class's index
     * @param name its name
     * @param collapsed whether its relative diversity is below the threshold
     * @param relativeDiversity null if there are too few classes to compare with
     * @param top1 the fraction of samples that the classifier assigns to the class
     * @param probability the mean probability of the class
     * @param confusedWith the most probable label other than the class
     * @param suggestion the command that tunes the class; null if it needs no tuning
     */
    public record ScannedClass(
            int index,
            String name,
            boolean collapsed,
            @Nullable Double relativeDiversity,
            double top1,
            double probability,
            String confusedWith,
            @Nullable String suggestion) {}

    /** Returns the record of a scan under way. */
    public static ScanRecord begun(Settings settings, Models models) {
        return new ScanRecord(null, null, null, null, settings, models, null, null, null, null, null, null, null);
    }

    /**
     * Reads a record.
     *
     * @throws org.biggantune.domain.failure.MissingInputException if the file cannot be read
     * @throws CorruptInputException if it is not the record of a scan; the message gives the field
     */
    public static ScanRecord read(Path file) {
        ScanRecord record = JsonFile.read(file, ScanRecord.class);
        require(file, "settings", record.settings);
        require(file, "models", record.models);
        require(file, "models.generator", record.models.generator);
        require(file, "models.classifier", record.models.classifier);
        requireSound(file, "classes", Objects.requireNonNullElse(record.classes, List.of()));
        return record;
    }

    /**
     * Reads the list that {@code scan --json} prints.
     *
     * @throws CorruptInputException if it is not such a list; the message gives the field
     */
    static List<ScannedClass> readList(Path file) {
        List<ScannedClass> classes = JsonFile.readList(file, ScannedClass.class);
        requireSound(file, "", classes);
        return classes;
    }

    private static void requireSound(Path file, String list, List<ScannedClass> classes) {
        for (int i = 0; i < classes.size(); i++) {
            ScannedClass one = classes.get(i);
            String field = list + "[" + i + "]";
            require(file, field, one);
            require(file, field + ".name", one.name);
            if (one.index < 0) {
                throw new CorruptInputException(
                        file + ": " + field + ".index is " + one.index + ", expected 0 or more");
            }
        }
    }

    private static void require(Path file, String field, @Nullable Object value) {
        if (value == null) {
            throw new CorruptInputException(file + ": " + field + " is missing; expected the result of a scan");
        }
    }
}
