package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.ShellWord;

/**
 * The command line that repeats a run, made from its record: every setting is named, so that neither settings files nor
 * the environment of another machine matter.
 */
final class RepeatedCommand {
    private static final String MODEL = ".pt";

    private RepeatedCommand() {}

    /** The command line for a shell, without the run's folder. */
    static String of(JsonNode record, InstallDir home) {
        List<String> words =
                new ArrayList<>(List.of("biggan-tune", record.path("command").asText()));
        JsonNode target = record.path("target");
        if (target.isObject()) {
            option(words, "target", target.path("name").asText());
        }
        List<String> classes = new ArrayList<>();
        record.path("classes").forEach(label -> classes.add(label.path("index").asText()));
        option(words, "class", String.join(",", classes));
        JsonNode models = record.path("models");
        for (String role : List.of("generator", "classifier", "judge")) {
            option(words, role, model(models.path(role), home));
        }
        for (String setting : List.of("ranking-samples", "known-proximity")) {
            if (target.has(setting)) {
                option(words, setting, target.path(setting).asText());
            }
        }
        record.path("settings").properties().forEach(setting -> setting(words, setting.getKey(), setting.getValue()));
        return String.join(" ", words.stream().map(ShellWord::quoted).toList());
    }

    private static void setting(List<String> words, String name, JsonNode value) {
        if (value.isBoolean()) {
            words.add(value.asBoolean() ? "--" + name : "--no-" + name);
        } else if (value.isObject()) {
            option(words, name, value.path("file").asText());
        } else if (!name.equals("precision") || !value.asText().contains(" ")) {
            option(words, name, value.asText());
        }
    }

    private static void option(List<String> words, String name, String value) {
        words.add("--" + name);
        words.add(value);
    }

    /** A shipped model by its name, any other by its file's. */
    private static String model(JsonNode model, InstallDir home) {
        String file = model.path("file").asText();
        if (file.isEmpty()) {
            return "none";
        }
        boolean shipped = file.endsWith(MODEL)
                && !file.contains("/")
                && Files.exists(home.models().resolve(file));
        return shipped ? file.substring(0, file.length() - MODEL.length()) : file;
    }
}
