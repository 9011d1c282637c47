package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.ShellWord;
import org.biggantune.domain.SourceFile;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.RunRecord;

/**
 * Builds the command line that repeats a run from its record. It contains every setting, so settings files and environment
 * variables of another machine do not matter.
 */
final class RepeatedCommand {
    private static final String MODEL = ".pt";

    private RepeatedCommand() {}

    /** Returns the command line for a shell, without the run's folder: the command, then each option with its value. */
    static List<String> of(RunRecord record, InstallDir home) {
        List<String> words = new ArrayList<>();
        if (!record.merged().isEmpty()) {
            words.add("biggan-tune merge");
            record.merged().forEach(run -> words.add(ShellWord.quoted(run)));
            return words;
        }
        RunIdentity run = record.identity();
        RunIdentity.Target target = run.target();
        words.add("biggan-tune " + ShellWord.quoted(run.command()));
        if (target != null) {
            option(words, "target", target.name());
        }
        option(
                words,
                "class",
                String.join(
                        ",",
                        record.classes().stream()
                                .map(label -> Integer.toString(label.index()))
                                .toList()));
        Map<String, SourceFile> models = run.models().files();
        for (String role : List.of("generator", "classifier", "judge")) {
            SourceFile model = models.get(role);
            option(words, role, model == null ? "none" : model(model.file(), home));
        }
        if (target != null && target.rankingSamples() != null) {
            option(words, "ranking-samples", target.rankingSamples().toString());
        }
        if (target != null && target.knownProximity() != null) {
            option(words, "known-proximity", target.knownProximity());
        }
        run.settings().forEach((name, value) -> setting(words, name, value));
        return words;
    }

    private static void setting(List<String> words, String name, JsonNode value) {
        if (value.isBoolean()) {
            words.add(ShellWord.quoted(value.asBoolean() ? "--" + name : "--no-" + name));
        } else if (value.isObject()) {
            option(words, name, value.path("file").asText());
        } else if (!name.equals("precision") || !value.asText().contains(" ")) {
            option(words, name, value.asText());
        }
    }

    private static void option(List<String> words, String name, String value) {
        words.add(ShellWord.quoted("--" + name) + " " + ShellWord.quoted(value));
    }

    /** Returns the name of a shipped model, or the file of any other. */
    private static String model(String file, InstallDir home) {
        boolean shipped = file.endsWith(MODEL)
                && !file.contains("/")
                && Files.exists(home.models().resolve(file));
        return shipped ? file.substring(0, file.length() - MODEL.length()) : file;
    }
}
