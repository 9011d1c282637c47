package org.biggantune.command.report;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.biggantune.cli.InstallDir;
import org.biggantune.runfolder.PeakMemory;
import org.biggantune.runfolder.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * The provenance of a run.
 *
 * @param facts versions, machine and times
 * @param models the models' files and digests
 * @param settings all settings
 * @param command the command line that repeats the run: the command, then each option with its value
 */
record Provenance(List<Fact> facts, List<Fact> models, List<Fact> settings, List<String> command) {
    private static final double MEBIBYTE = 1 << 20;
    private static final String UNKNOWN = "unknown";

    /** A name and its value. */
    record Fact(String name, String value) {}

    /** Reads the provenance from the record of a run. */
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
        add(facts, "Java", work.java());
        add(facts, "platform", work.platform());
        add(facts, "started", second(work.started()));
        add(facts, "finished", second(record.finished()));
        add(facts, "restarts tuned together", work.parallelStarts());
        add(facts, "parallel parts of a batch", work.parallelParts());
        if (peak != null) {
            add(facts, "peak memory", mebibytes(peak.resident()));
            add(facts, "peak GPU memory", mebibytes(peak.gpu()));
        }
        RunRecord.Slurm slurm = work.slurm();
        if (slurm != null) {
            add(facts, "Slurm job", slurm.job());
            add(facts, "Slurm array task", slurm.arrayTask());
        }
        return facts;
    }

    private static void add(List<Fact> facts, String name, @Nullable Object value) {
        if (value != null && !value.equals(UNKNOWN)) {
            facts.add(new Fact(name, value.toString()));
        }
    }

    private static String version(RunRecord.ToolVersion tool) {
        return tool.version() + " (commit " + tool.commit() + ")";
    }

    private static @Nullable String mebibytes(@Nullable Long bytes) {
        return bytes == null ? null : String.format(Locale.ROOT, "%.0f MiB", bytes / MEBIBYTE);
    }

    /** Formats an instant to the second, as {@code 2026-01-02 03:04:05 UTC}; returns any other text unchanged. */
    private static @Nullable String second(@Nullable String moment) {
        if (moment == null) {
            return null;
        }
        try {
            return Instant.parse(moment)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString()
                    .replace('T', ' ')
                    .replace("Z", " UTC");
        } catch (DateTimeParseException e) {
            return moment;
        }
    }
}
