package org.biggantune.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.importer.LabelList;

/**
 * Reads target files:
 *
 * <pre>
 * labels: [NAME, …]                   or
 * labels-from: imagenet | places365 | cifar10 | "@FILE"    relative to this file
 * classifier: MODEL                   a name from models/ or a file
 * judge: MODEL                        optional, likewise
 * preprocessing: KIND                 optional
 * defaults: {OPTION: VALUE, …}        optional, for {@code repurpose}: options that change results
 * source: TEXT                        optional: where to get the classifier, with the commands
 * judge-source: TEXT                  optional: where to get a judge, shown if a run has none
 * </pre>
 */
public final class TargetFile {
    private static final String LABELS = "labels";
    private static final String LABELS_FROM = "labels-from";
    private static final String CLASSIFIER = "classifier";
    private static final String JUDGE = "judge";
    private static final String PREPROCESSING = "preprocessing";
    private static final String DEFAULTS = "defaults";
    private static final String SOURCE = "source";
    private static final String JUDGE_SOURCE = "judge-source";
    private static final List<String> KEYS =
            List.of(LABELS, LABELS_FROM, CLASSIFIER, JUDGE, PREPROCESSING, DEFAULTS, SOURCE, JUDGE_SOURCE);

    private final Path file;
    private final ObjectNode content;

    private TargetFile(Path file) {
        this.file = file;
        this.content = YamlFile.read(file);
        content.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw YamlFile.unknown(file, "", key, new TreeSet<>(KEYS));
            }
        });
    }

    /**
     * Reads a target.
     *
     * @param home the installation, with the shipped targets
     * @param nameOrFile the name of a shipped target, or a file
     * @throws org.biggantune.domain.failure.MissingInputException if there is no such target, or no file of its labels
     * @throws org.biggantune.domain.failure.CorruptInputException if the file is not YAML
     * @throws SettingsConflictException if keys are missing, unknown or contradictory
     */
    public static Target read(InstallDir home, String nameOrFile) {
        TargetFile target = new TargetFile(home.target(nameOrFile));
        String classifier = target.text(CLASSIFIER)
                .orElseThrow(() -> new SettingsConflictException(target.file
                        + ": no classifier; a target needs 'classifier: MODEL', a model trained on its labels"));
        Optional<String> judge = target.text(JUDGE).filter(name -> !name.equals("none"));
        return new Target(
                target.file,
                target.labels(),
                classifier,
                judge,
                target.defaults(classifier, judge),
                target.text(SOURCE).orElse(""),
                target.text(JUDGE_SOURCE).orElse(""));
    }

    private List<String> labels() {
        JsonNode list = content.path(LABELS);
        Optional<String> from = text(LABELS_FROM);
        if (list.isMissingNode() == from.isEmpty()) {
            throw new SettingsConflictException(file + ": " + (from.isEmpty() ? "no labels" : "labels given twice")
                    + "; expected either 'labels: [NAME, …]' or 'labels-from: imagenet|places365|cifar10|@FILE'");
        }
        if (from.isPresent()) {
            String set = from.get();
            return LabelList.parse(
                    file + ", " + LABELS_FROM, set.startsWith("@") ? "@" + file.resolveSibling(set.substring(1)) : set);
        }
        if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isValueNode)) {
            throw new SettingsConflictException(file + ": '" + LABELS + "' needs a list of names");
        }
        return list.valueStream().map(name -> name.asText().strip()).toList();
    }

    private Map<String, String> defaults(String classifier, Optional<String> judge) {
        Map<String, String> defaults = new LinkedHashMap<>();
        JsonNode section = content.path(DEFAULTS);
        if (!section.isMissingNode() && !section.isObject()) {
            throw new SettingsConflictException(file + ": '" + DEFAULTS + "' needs option names and values");
        }
        section.properties()
                .forEach(entry -> defaults.put(
                        entry.getKey(), YamlFile.text(file, DEFAULTS + "." + entry.getKey(), entry.getValue())));
        defaults.put(CLASSIFIER, classifier);
        defaults.put(JUDGE, judge.orElse("none"));
        text(PREPROCESSING).ifPresent(kind -> defaults.put(PREPROCESSING, kind));
        return defaults;
    }

    private Optional<String> text(String key) {
        JsonNode value = content.path(key);
        return value.isMissingNode() ? Optional.empty() : Optional.of(YamlFile.text(file, key, value));
    }
}
