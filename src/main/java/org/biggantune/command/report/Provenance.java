package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.cli.InstallDir;

/**
 * Where a run comes from.
 *
 * @param facts what ran, on what, when
 * @param models the models' files and digests
 * @param settings all of them
 * @param command what repeats the run
 */
record Provenance(List<Fact> facts, List<Fact> models, List<Fact> settings, String command) {
    private static final List<String> NAMES = List.of(
            "engine",
            "java",
            "platform",
            "started",
            "finished",
            "parallelStarts",
            "parallelParts",
            "peakResidentBytes",
            "peakGpuBytes");

    /** A name and what it stands for. */
    record Fact(String name, String value) {}

    /** What the record of a run says. */
    static Provenance of(JsonNode record, InstallDir home) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "version",
                record.path("version").asText("unknown") + " (commit "
                        + record.path("commit").asText("unknown") + ")"));
        record.path("continued")
                .forEach(other -> facts.add(new Fact(
                        "continued by",
                        other.path("version").asText() + " (commit "
                                + other.path("commit").asText() + ")")));
        NAMES.stream()
                .filter(record::has)
                .forEach(name -> facts.add(new Fact(name, record.path(name).asText())));
        record.path("slurm")
                .properties()
                .forEach(fact -> facts.add(
                        new Fact("Slurm " + fact.getKey(), fact.getValue().asText())));
        List<Fact> models = new ArrayList<>();
        record.path("models")
                .properties()
                .forEach(model -> models.add(new Fact(
                        model.getKey() + " " + model.getValue().path("file").asText(),
                        model.getValue().path("sha256").asText())));
        List<Fact> settings = new ArrayList<>();
        record.path("settings")
                .properties()
                .forEach(setting -> settings.add(new Fact(
                        setting.getKey(),
                        setting.getValue().isValueNode()
                                ? setting.getValue().asText()
                                : setting.getValue().toString())));
        return new Provenance(facts, models, settings, RepeatedCommand.of(record, home));
    }
}
