package org.biggantune.runfolder;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.report.JsonFile;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code run.json}, with its keys in order.
 *
 * @param tool {@value #TOOL}
 * @param begunBy the version that started the run
 * @param continued other versions that resumed it
 * @param identity the settings and models that must be the same for the run to be resumed
 * @param classes the classes of the last command, in order
 * @param merged the folders of the runs that were combined into this one; empty for a tuning run
 * @param work the processes and devices that tune the classes
 * @param peak the peak memory over all classes; null until the run ends, and where it is unknown
 * @param finished when the run ended; null until then
 */
@JsonInclude(Include.NON_NULL)
public record RunRecord(
        String tool,
        @JsonUnwrapped ToolVersion begunBy,
        @JsonInclude(Include.NON_EMPTY) List<ToolVersion> continued,
        @JsonUnwrapped RunIdentity identity,
        List<ClassLabel> classes,
        @JsonInclude(Include.NON_EMPTY) List<String> merged,
        @JsonUnwrapped Work work,
        @JsonUnwrapped @Nullable PeakMemory peak,
        @Nullable String finished) {
    /** The tool's name, which is in every record. */
    public static final String TOOL = "biggan-tune";

    /** Replaces missing values with empty or unknown ones, and an unknown peak with none. */
    public RunRecord {
        tool = Objects.requireNonNullElse(tool, TOOL);
        continued = copy(continued);
        classes = copy(classes);
        merged = copy(merged);
        peak = peak == null || peak.unknown() ? null : peak;
    }

    /** A version of the tool. */
    public record ToolVersion(String version, String commit) {
        private static final String UNKNOWN = "unknown";

        /** Replaces missing values with unknown ones. */
        public ToolVersion {
            version = Objects.requireNonNullElse(version, UNKNOWN);
            commit = Objects.requireNonNullElse(commit, UNKNOWN);
        }

        @Override
        public String toString() {
            return version + " (" + commit + ")";
        }
    }

    /**
     * The processes and devices that tune the classes. All values are null for a merged run.
     *
     * @param engine libtorch and device, the distinct ones of all workers; empty if array tasks share the folder
     * @param java the Java runtime
     * @param platform operating system and processor
     * @param slurm the Slurm job
     * @param started when the process started, in ISO 8601
     * @param parallelParts the parts of a batch computed in parallel
     * @param parallelStarts the starts of a class tuned in parallel
     * @param devices each worker's engine; null without workers
     * @param shards the number of shards; null if one process tunes all classes
     */
    @JsonInclude(Include.NON_NULL)
    public record Work(
            @Nullable String engine,
            @Nullable String java,
            @Nullable String platform,
            @Nullable Slurm slurm,
            @Nullable String started,
            @Nullable Integer parallelParts,
            @Nullable Integer parallelStarts,
            @Nullable List<String> devices,
            @Nullable Integer shards) {
        /** That of a merged run. */
        public static final Work NONE = new Work(null, null, null, null, null, null, null, null, null);

        /** Returns a copy with the devices of workers. */
        public Work onDevices(List<String> engines) {
            String all = String.join("; ", new LinkedHashSet<>(engines));
            return new Work(
                    all, java, platform, slurm, started, parallelParts, parallelStarts, List.copyOf(engines), shards);
        }

        /** Returns a copy with a number of shards. */
        public Work inShards(int count) {
            return new Work(engine, java, platform, slurm, started, parallelParts, parallelStarts, devices, count);
        }
    }

    /** The IDs of a Slurm job; {@code unknown} outside of one. */
    public record Slurm(String job, String arrayTask) {
        /** Returns the IDs of this process. */
        public static Slurm ofProcess() {
            return new Slurm(variable("SLURM_JOB_ID"), variable("SLURM_ARRAY_TASK_ID"));
        }

        private static String variable(String name) {
            return System.getenv().getOrDefault(name, ToolVersion.UNKNOWN);
        }
    }

    /**
     * Reads a record.
     *
     * @param file a {@code run.json}
     * @throws org.biggantune.domain.failure.MissingInputException if it cannot be read
     * @throws CorruptInputException if it is not the record of a run
     */
    public static RunRecord read(Path file) {
        RunRecord record = JsonFile.read(file, RunRecord.class);
        List<String> missing = record.identity.missing();
        if (record.classes.isEmpty()) {
            missing.add("classes");
        }
        if (!missing.isEmpty()) {
            throw new CorruptInputException(
                    file + ": no " + String.join(", no ", missing) + " in it; expected the record of a run");
        }
        return record;
    }

    /**
     * Finds the record of the run that a file of embeddings belongs to: the matrix, the embedding of a class, or that of a
     * step.
     *
     * @return empty if the file is not in the folder of a run
     * @throws CorruptInputException if the record is damaged
     */
    static Optional<RunRecord> around(Path file) {
        return Stream.of("", "../..", "../../..")
                .map(up -> file.toAbsolutePath().resolveSibling(up))
                .flatMap(folder -> in(folder).stream())
                .findFirst();
    }

    /** Reads the record in a folder; empty if there is none, or if another program wrote a file of that name. */
    static Optional<RunRecord> in(Path folder) {
        Path file = folder.resolve(RunDirectory.RECORD);
        return Files.isRegularFile(file)
                        && JsonFile.read(file).path("tool").asText().equals(TOOL)
                ? Optional.of(read(file))
                : Optional.empty();
    }

    /** Returns a copy with other work. */
    public RunRecord with(Work now) {
        return new RunRecord(tool, begunBy, continued, identity, classes, merged, now, peak, finished);
    }

    /** Returns a copy with other versions of the tool that resumed the run. */
    public RunRecord resumedBy(List<ToolVersion> versions) {
        return new RunRecord(tool, begunBy, versions, identity, classes, merged, work, peak, finished);
    }

    /**
     * Returns a copy for the end of a process.
     *
     * @param most the peak memory over all classes
     * @param end when the run ended; null if classes are still missing
     */
    public RunRecord ending(PeakMemory most, @Nullable String end) {
        return new RunRecord(tool, begunBy, continued, identity, classes, merged, work, most, end);
    }

    /** Returns the number of shards; 0 if one process tunes all classes. */
    public int shards() {
        return Objects.requireNonNullElse(work.shards, 0);
    }

    private static <T> List<T> copy(List<T> list) {
        return List.copyOf(Objects.requireNonNullElse(list, List.of()));
    }
}
