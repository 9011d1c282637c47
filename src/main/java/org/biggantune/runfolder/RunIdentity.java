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
 * Settings and models by which a folder's run was begun, which must agree with those by which it is to be continued.
 *
 * @param command the command's name; {@code merge} of a run that joins those of different commands
 * @param settings all settings that change results, by the names of their options
 * @param models the models' files
 * @param target the data set that rows are tuned for; null where it is the generator's own
 */
@JsonInclude(Include.NON_NULL)
public record RunIdentity(
        String command,
        Map<String, JsonNode> settings,
        Models models,
        @Nullable Target target) {
    /** Takes as empty what a file lacks. */
    public RunIdentity {
        command = Objects.requireNonNullElse(command, "");
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(Objects.requireNonNullElse(settings, Map.of())));
        models = Objects.requireNonNullElse(models, Models.NONE);
    }

    /**
     * The models' files.
     *
     * @param classifier null where runs are joined whose rows different ones have chosen
     * @param judge null without one, too
     */
    @JsonInclude(Include.NON_NULL)
    public record Models(
            RowBase generator,
            @Nullable SourceFile classifier,
            @Nullable SourceFile judge) {
        private static final Models NONE = new Models(RowBase.NONE, null, null);

        /** Takes as unknown what a file lacks. */
        public Models {
            generator = Objects.requireNonNullElse(generator, RowBase.NONE);
            classifier = classifier == null ? null : RowBase.known(classifier);
            judge = judge == null ? null : RowBase.known(judge);
        }

        /** The files by their roles. */
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
    }

    /**
     * Another data set.
     *
     * @param name its name
     * @param labels the digest of its labels
     * @param rankingSamples how many samples of a row decide whether it is near
     * @param knownProximity the pull for classes that the generator knows, {@code none} for that of all
     */
    @JsonInclude(Include.NON_NULL)
    public record Target(
            String name,
            String labels,
            @JsonProperty("ranking-samples") @Nullable Integer rankingSamples,
            @JsonProperty("known-proximity") @Nullable String knownProximity) {}

    /** What no record of a run lacks, and this one does. */
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

    /** What two runs of one generator and target agree in. */
    public RunIdentity common(RunIdentity other) {
        Map<String, JsonNode> same = new LinkedHashMap<>(settings);
        same.entrySet().retainAll(other.settings.entrySet());
        return new RunIdentity(
                command.equals(other.command) ? command : "merge",
                same,
                new Models(
                        models.generator,
                        Objects.equals(models.classifier, other.models.classifier) ? models.classifier : null,
                        Objects.equals(models.judge, other.models.judge) ? models.judge : null),
                target);
    }

    /** The value of a setting; a missing node where the record lacks it. */
    public JsonNode setting(String name) {
        return settings.getOrDefault(name, MissingNode.getInstance());
    }

    /**
     * Checks that a folder could hold this run, as far as an earlier one in it goes; it need not be there.
     *
     * @throws SettingsConflictException if it holds a run of other settings
     * @throws MissingInputException if it holds a run whose record is gone
     * @throws CorruptInputException if its record is damaged
     * @throws CannotCreateException if it holds anything else
     */
    public void check(Path root) {
        Path file = root.resolve(RunDirectory.RECORD);
        if (!RegularFile.exists(file)) {
            try {
                requireNew(root);
                return;
            } catch (MissingInputException e) {
                // Another process may have begun the run meanwhile, and left its record before anything else.
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
                    + String.join("; ", differences) + "); use the same ones to continue it, or another folder");
        }
    }

    /** The digest, by which processes and saved states know that they belong to the same run. */
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
        String text = node.isMissingNode() || node.isNull() ? "none" : node.asText(node.toString());
        return text.length() > 16 ? text.substring(0, 12) + "…" : text;
    }

    /** Without its record nobody knows by which settings the files of a run were made. */
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
                    + " is there, made by settings that only the former tells; put it back, or use another folder");
        }
        RunDirectory.list(root).stream()
                .filter(path -> !mayStand(String.valueOf(path.getFileName())))
                .findFirst()
                .ifPresent(other -> {
                    throw new CannotCreateException("--out " + root + ": holds other files (" + other.getFileName()
                            + "), among which those of a run would be lost; give a folder of its own, such as "
                            + root.resolve("NAME"));
                });
    }

    /** What a run that was killed at its beginning left, hidden files, and what a job scheduler writes. */
    private static boolean mayStand(String name) {
        return name.startsWith(".")
                || name.equals(RunDirectory.CLASSES)
                || name.equals("logs")
                || Stream.of(".log", ".out", ".err").anyMatch(name::endsWith);
    }
}
