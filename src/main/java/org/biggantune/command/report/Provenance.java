package org.biggantune.command.report;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.cli.InstallDir;
import org.biggantune.runfolder.PeakMemory;
import org.biggantune.runfolder.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a run comes from.
 *
 * @param facts what ran, on what, when
 * @param models the models' files and digests
 * @param settings all of them
 * @param command what repeats the run
 */
record Provenance(List<Fact> facts, List<Fact> models, List<Fact> settings, String command) {
    /** A name and what it stands for. */
    record Fact(String name, String value) {}

    /** What the record of a run says. */
    static Provenance of(RunRecord record, InstallDir home) {
        List<Fact> models = new ArrayList<>();
        record.identity()
                .models()
                .files()
                .forEach((role, file) -> models.add(new Fact(role + " " + file.file(), file.sha256())));
        List<Fact> settings = new ArrayList<>();
        record.identity()
                .settings()
                .forEach((name, value) ->
                        settings.add(new Fact(name, value.isValueNode() ? value.asText() : value.toString())));
        return new Provenance(facts(record), models, settings, RepeatedCommand.of(record, home));
    }

    private static List<Fact> facts(RunRecord record) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("version", version(record.begunBy())));
        record.continued().forEach(other -> facts.add(new Fact("continued by", version(other))));
        RunRecord.Work work = record.work();
        PeakMemory peak = record.peak();
        add(facts, "engine", work.engine());
        add(facts, "java", work.java());
        add(facts, "platform", work.platform());
        add(facts, "started", work.started());
        add(facts, "finished", record.finished());
        add(facts, "parallelStarts", work.parallelStarts());
        add(facts, "parallelParts", work.parallelParts());
        if (peak != null) {
            add(facts, "peakResidentBytes", peak.resident());
            add(facts, "peakGpuBytes", peak.gpu());
        }
        RunRecord.Slurm slurm = work.slurm();
        if (slurm != null) {
            add(facts, "Slurm job", slurm.job());
            add(facts, "Slurm arrayTask", slurm.arrayTask());
        }
        return facts;
    }

    private static void add(List<Fact> facts, String name, @Nullable Object value) {
        if (value != null) {
            facts.add(new Fact(name, value.toString()));
        }
    }

    private static String version(RunRecord.ToolVersion tool) {
        return tool.version() + " (commit " + tool.commit() + ")";
    }
}
