package org.biggantune.runfolder;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.DigestedFile;
import org.biggantune.io.MessageText;
import org.biggantune.metric.Measure;
import org.biggantune.report.JsonFile;
import org.biggantune.tuning.RealLevel;
import org.jspecify.annotations.Nullable;

/**
 * The level of real images by class, read from what {@code evaluate --json} prints and {@code evaluate --out} writes: the
 * mean probability that the evaluation's judge gives real images of the class.
 *
 * @param file the file it was read from
 * @param source the file's name and digest, which are part of a run's identity
 * @param judge the judge's file name and digest
 * @param probabilities the mean probability of each class, at least one
 */
public record RealLevelFile(Path file, SourceFile source, SourceFile judge, Map<ClassLabel, Double> probabilities) {
    private static final String OPTION = "--real-level ";

    /** The maximum number of classes that are named in a message. */
    private static final int MOST_NAMES = 5;

    /** Copies the map. */
    public RealLevelFile {
        probabilities = Map.copyOf(probabilities);
    }

    private record Evaluation(
            @Nullable SourceFile judge, @Nullable List<@Nullable Row> results) {}

    private record Row(
            @JsonProperty("class") @Nullable ClassLabel label,
            @Nullable Real real) {}

    private record Real(double probability) {}

    /**
     * Reads the file.
     *
     * @throws MissingInputException if there is no such file
     * @throws CorruptInputException if it is not an evaluation beside real images, or has several levels for a class
     * @throws SettingsConflictException if it changes while it is read
     */
    public static RealLevelFile read(Path file) {
        if (!Files.exists(file)) {
            throw new MissingInputException(OPTION + file
                    + ": no such file; create one with: biggan-tune evaluate --class all --real DIR --out " + file);
        }
        Evaluation found;
        DigestedFile digested;
        try {
            if (!Files.isRegularFile(file)) {
                throw new CorruptInputException(file + ": is a folder, pipe or device, expected a regular file");
            }
            // First, so that a change from here on is noticed.
            digested = DigestedFile.of(file);
            found = JsonFile.read(file, Evaluation.class);
        } catch (CorruptInputException e) {
            throw corrupt(String.valueOf(e.getMessage()), e);
        }
        SourceFile judge = found.judge();
        if (judge == null || judge.file() == null || judge.sha256() == null || found.results() == null) {
            throw corrupt(file + ": no judge or no results", null);
        }
        Map<ClassLabel, Double> probabilities = new LinkedHashMap<>();
        for (Row row : found.results()) {
            add(file, row, probabilities);
        }
        if (probabilities.isEmpty()) {
            throw new CorruptInputException(
                    OPTION + file + ": has no measures of real images, only of samples; evaluate with --real DIR");
        }
        digested.requireUntouched();
        SourceFile source = new SourceFile(String.valueOf(file.getFileName()), digested.sha256());
        return new RealLevelFile(file, source, judge, probabilities);
    }

    private static void add(Path file, @Nullable Row row, Map<ClassLabel, Double> probabilities) {
        if (row == null || row.label() == null) {
            throw corrupt(file + ": a result without its class", null);
        }
        if (row.real() == null) {
            return;
        }
        double level = row.real().probability();
        if (!(level >= 0 && level <= 1)) {
            throw corrupt(file + ": a probability of " + level + " for class " + row.label(), null);
        }
        Double before = probabilities.putIfAbsent(row.label(), level);
        if (before != null && before != level) {
            throw new CorruptInputException(OPTION + file + ": real images of class " + row.label()
                    + " have two levels, " + before + " and " + level + "; evaluate one generator only");
        }
    }

    private static CorruptInputException corrupt(String how, @Nullable Throwable cause) {
        return new CorruptInputException(
                OPTION + how + "; expected what evaluate --json prints or evaluate --out writes", cause);
    }

    /**
     * Returns the level of a class: by index and name, or by a name that only one class has.
     *
     * @param measure the measure by the evaluation's judge, see {@link #measure}
     */
    private Optional<RealLevel> find(ClassLabel label, Measure measure) {
        Double exact = probabilities.get(label);
        if (exact != null) {
            return Optional.of(new RealLevel(measure, exact));
        }
        List<Double> named = new ArrayList<>();
        probabilities.forEach((other, level) -> {
            if (!label.name().isEmpty() && other.name().equals(label.name())) {
                named.add(level);
            }
        });
        return named.size() == 1 ? Optional.of(new RealLevel(measure, named.get(0))) : Optional.empty();
    }

    /**
     * Returns the levels of classes, compared with the measure of the network that measured the real images.
     *
     * @param classes the classes
     * @param models the files of a run's models by role
     * @throws SettingsConflictException if neither the judge nor the classifier measured the real images, or a class is
     *     not in the file
     */
    public Map<ClassLabel, RealLevel> levels(List<ClassLabel> classes, Map<String, SourceFile> models) {
        Measure measure = measure(models);
        Map<ClassLabel, RealLevel> levels = new LinkedHashMap<>();
        List<ClassLabel> unknown = new ArrayList<>();
        for (ClassLabel label : classes) {
            find(label, measure).ifPresentOrElse(level -> levels.put(label, level), () -> unknown.add(label));
        }
        if (!unknown.isEmpty()) {
            throw new SettingsConflictException(OPTION + file + ": no real images of class " + names(unknown)
                    + "; evaluate these classes too, or leave them out");
        }
        return levels;
    }

    private Measure measure(Map<String, SourceFile> models) {
        if (isJudge(models.get("judge"))) {
            return Measure.JUDGE_PROBABILITY;
        }
        if (isJudge(models.get("classifier"))) {
            return Measure.CLASSIFIER_PROBABILITY;
        }
        SourceFile other = models.get("judge");
        throw new SettingsConflictException(OPTION + file + ": the real images were measured by "
                + MessageText.of(judge.file()) + ", which is neither the judge ("
                + (other == null ? "none" : other.file())
                + ") nor the classifier of this run; name it with --judge, or evaluate with the judge of this run");
    }

    private boolean isJudge(@Nullable SourceFile model) {
        return model != null && model.sha256().equals(judge.sha256());
    }

    private static String names(List<ClassLabel> labels) {
        List<String> shown =
                labels.stream().limit(MOST_NAMES).map(ClassLabel::toString).toList();
        int more = labels.size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }
}
