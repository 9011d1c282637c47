package org.biggantune.runfolder;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.RegularFile;
import org.biggantune.io.Sha256;
import org.biggantune.report.JsonFile;
import org.jspecify.annotations.Nullable;

/**
 * The settings and models of a run, which must be the same when it is resumed.
 *
 * @param command the command's name; {@code merge} for a run that combines different commands
 * @param settings all settings that affect results, by option name
 * @param models the models' files
 * @param target the data set to repurpose the generator for; null if classes are the generator's own
 */
@JsonInclude(Include.NON_NULL)
public record RunIdentity(
        String command,
        Map<String, JsonNode> settings,
        Models models,
        @Nullable Target target) {
    /** Replaces missing values with empty ones. */
    public RunIdentity {
        command = Objects.requireNonNullElse(command, "");
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(Objects.requireNonNullElse(settings, Map.of())));
        models = Objects.requireNonNullElse(models, Models.NONE);
    }

    /**
     * The models' files.
     *
     * @param classifier null if combined runs had different ones
     * @param judge null if there was none, or combined runs had different ones
     * @param combined those of all combined runs; null unless they had different ones
     */
    @JsonInclude(Include.NON_NULL)
    public record Models(
            RowBase generator,
            @Nullable SourceFile classifier,
            @Nullable SourceFile judge,
            @Nullable TuningClassifiers combined) {
        private static final Models NONE = new Models(RowBase.NONE, null, null, null);

        /** Replaces missing values with unknown ones. */
        public Models {
            generator = Objects.requireNonNullElse(generator, RowBase.NONE);
            classifier = classifier == null ? null : RowBase.known(classifier);
            judge = judge == null ? null : RowBase.known(judge);
        }

        /** Returns the files by role. */
        public Map<String, SourceFile> files() {
            Map<String, SourceFile> files = new LinkedHashMap<>();
            files.put("generator", generator.generator());
            if (classifier != null) {
                files.put("classifier", classifier);
            }
            if (judge != null) {
                files.put("judge", judge);
            }
            return files;
        }

        /** Returns the common part of these and another run's files, which have the same generator. */
        private Models common(Models other) {
            boolean same = Objects.equals(classifier, other.classifier)
                    && Objects.equals(judge, other.judge)
                    && Objects.equals(combined, other.combined);
            return same
                    ? this
                    : new Models(
                            generator,
                            Objects.equals(classifier, other.classifier) ? classifier : null,
                            Objects.equals(judge, other.judge) ? judge : null,
                            TuningClassifiers.of(this).and(TuningClassifiers.of(other)));
        }
    }

    /**
     * The target of {@code repurpose}.
     *
     * @param name the target's name
     * @param labels the digest of its labels
     * @param rankingSamples the samples per class for ranking the generator's embeddings
     * @param knownProximity the pull for classes that the generator knows, or {@code none} for that of all classes
     */
    @JsonInclude(Include.NON_NULL)
    public record Target(
            String name,
            String labels,
            @JsonProperty("ranking-samples") @Nullable Integer rankingSamples,
            @JsonProperty("known-proximity") @Nullable String knownProximity) {}

    /** Lists the required values that are missing. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (command.isEmpty()) {
            missing.add("command");
        }
        SourceFile generator = models.generator.generator();
        if (generator.file().isEmpty() || generator.sha256().isEmpty()) {
            missing.add("file and sha256 of models.generator");
        }
        return missing;
    }

    /** Returns the common part of this and another run of the same generator and target. */
    public RunIdentity common(RunIdentity other) {
        Map<String, JsonNode> same = new LinkedHashMap<>(settings);
        same.entrySet().retainAll(other.settings.entrySet());
        return new RunIdentity(
                command.equals(other.command) ? command : "merge", same, models.common(other.models), target);
    }

    /** Returns the value of a setting; a missing node if not recorded. */
    public JsonNode setting(String name) {
        return settings.getOrDefault(name, MissingNode.getInstance());
    }

    /**
     * Checks that a folder is suitable for this run: missing, empty, or with an earlier run of the same identity.
     *
     * @throws SettingsConflictException if its run has other settings
     * @throws MissingInputException if its run has no record
     * @throws CorruptInputException if its record is damaged
     * @throws CannotCreateException if it has other files
     */
    public void check(Path root) {
        Path file = root.resolve(RunDirectory.RECORD);
        if (!RegularFile.exists(file)) {
            try {
                requireNew(root);
                return;
            } catch (MissingInputException e) {
                // Another process may have just started the run; it writes the record first.
                if (!RegularFile.exists(file)) {
                    throw e;
                }
            }
        }
        ObjectNode earlier = JsonFile.asWritten(RunRecord.read(file).identity());
        ObjectNode now = JsonFile.asWritten(this);
        List<String> differences = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>();
        now.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            collect(key, earlier.path(key), now.path(key), differences);
        }
        if (!differences.isEmpty()) {
            throw new SettingsConflictException("--out " + root + ": made with other settings ("
                    + String.join("; ", differences) + "); use the same ones to resume it, or another folder");
        }
    }

    /** Returns the digest by which processes and saved states recognise the run they belong to. */
    public String digest() {
        return Sha256.of(JsonFile.pretty(JsonFile.tree(this)).getBytes(StandardCharsets.UTF_8));
    }

    private static void collect(String name, JsonNode earlier, JsonNode now, List<String> differences) {
        if (earlier.equals(now)) {
            return;
        }
        if (!earlier.isObject() || !now.isObject()) {
            differences.add(name + " " + text(earlier) + " → " + text(now));
            return;
        }
        TreeSet<String> keys = new TreeSet<>();
        earlier.fieldNames().forEachRemaining(keys::add);
        now.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            collect(key, earlier.path(key), now.path(key), differences);
        }
    }

    private static String text(JsonNode node) {
        String text = node.isMissingNode() || node.isNull()
                ? "none"
                : node.path("file").asText(node.asText(node.toString()));
        return text.length() > 16 ? text.substring(0, 12) + "…" : text;
    }

    /** Refuses a folder with files of a run but no record, since their settings are unknown, or with other files. */
    private static void requireNew(Path root) {
        Path classes = root.resolve(RunDirectory.CLASSES);
        Optional<Path> made = Stream.of(
                        RunDirectory.EVENTS, RunDirectory.MATRIX, RunDirectory.TOP_ROWS, RunDirectory.START_ROWS)
                .map(root::resolve)
                .filter(Files::exists)
                .findFirst()
                .or(() -> RunDirectory.list(classes).stream().findFirst());
        if (made.isPresent()) {
            throw new MissingInputException(root.resolve(RunDirectory.RECORD) + ": no such file, but " + made.get()
                    + " exists, whose settings only that file records; restore it, or use another folder");
        }
        RunDirectory.list(root).stream()
                .filter(path -> !isAllowed(String.valueOf(path.getFileName())))
                .findFirst()
                .ifPresent(other -> {
                    throw new CannotCreateException("--out " + root + ": has other files (" + other.getFileName()
                            + "); a run needs its own folder, such as " + root.resolve("NAME"));
                });
    }

    /** Allows what a run killed at its start has left, hidden files, and the logs of a job scheduler. */
    private static boolean isAllowed(String name) {
        return name.startsWith(".")
                || name.equals(RunDirectory.CLASSES)
                || name.equals("logs")
                || Stream.of(".log", ".out", ".err").anyMatch(name::endsWith);
    }
}
