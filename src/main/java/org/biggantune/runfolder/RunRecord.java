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
 * The keys of {@code run.json} in their order: what was asked for, with what, on what, and when.
 *
 * @param tool {@value #TOOL}
 * @param begunBy the version that began the run
 * @param continued other versions that resumed it
 * @param identity what must agree for the run to be continued
 * @param classes the classes that were asked for last, in order
 * @param merged the folders of the runs that this one joins; empty where it was run
 * @param work what tunes it
 * @param peak the most memory of any class; null until the run ends
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
    /** What every record names as its tool. */
    public static final String TOOL = "biggan-tune";

    /** Takes as empty or unknown what a file lacks. */
    public RunRecord {
        tool = Objects.requireNonNullElse(tool, TOOL);
        continued = copy(continued);
        classes = copy(classes);
        merged = copy(merged);
    }

    /** A version of the tool. */
    public record ToolVersion(String version, String commit) {
        private static final String UNKNOWN = "unknown";

        /** Takes as unknown what a file lacks. */
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
     * What a run is worked on with; all is null where it joins others.
     *
     * @param engine libtorch and device; of several workers all that differ; empty in a folder that tasks of an array share
     * @param java the Java runtime
     * @param platform operating system and processor
     * @param slurm the job, if it is one
     * @param started when the process started, in ISO 8601
     * @param parallelParts in how many parts a batch is worked on side by side
     * @param parallelStarts how many starts of a class are tuned together
     * @param devices each worker's engine; null without workers
     * @param shards in how many parts the classes are shared out among tasks; null where one process has them all
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
        /** Of a run that joins others. */
        public static final Work NONE = new Work(null, null, null, null, null, null, null, null, null);

        /** The same on the devices of workers. */
        public Work onDevices(List<String> engines) {
            String all = String.join("; ", new LinkedHashSet<>(engines));
            return new Work(
                    all, java, platform, slurm, started, parallelParts, parallelStarts, List.copyOf(engines), shards);
        }

        /** The same by tasks that share the classes. */
        public Work inShards(int count) {
            return new Work(engine, java, platform, slurm, started, parallelParts, parallelStarts, devices, count);
        }
    }

    /** The ids of a Slurm job, {@code unknown} outside of one. */
    public record Slurm(String job, String arrayTask) {
        /** The ids that this process has. */
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
     * The record of the run in whose folder a file of embeddings is: its matrix, the row of one of its classes, or one of the
     * steps on the way to it.
     *
     * @return empty where it is in none
     * @throws CorruptInputException if the record is damaged
     */
    static Optional<RunRecord> around(Path file) {
        return Stream.of("", "../..", "../../..")
                .map(up -> file.toAbsolutePath().resolveSibling(up))
                .flatMap(folder -> in(folder).stream())
                .findFirst();
    }

    /** The record in a folder; empty if there is none, or a file of this name that is another program's. */
    static Optional<RunRecord> in(Path folder) {
        Path file = folder.resolve(RunDirectory.RECORD);
        return Files.isRegularFile(file)
                        && JsonFile.read(file).path("tool").asText().equals(TOOL)
                ? Optional.of(read(file))
                : Optional.empty();
    }

    /** The same with other work going on. */
    public RunRecord with(Work now) {
        return new RunRecord(tool, begunBy, continued, identity, classes, merged, now, peak, finished);
    }

    /**
     * The same at the end of a process.
     *
     * @param most the most memory of any class
     * @param end when the run ended; null if classes are missing still
     */
    public RunRecord ending(PeakMemory most, @Nullable String end) {
        return new RunRecord(tool, begunBy, continued, identity, classes, merged, work, most, end);
    }

    /** The number of shards; 0 where one process has all classes. */
    public int shards() {
        return Objects.requireNonNullElse(work.shards, 0);
    }

    private static <T> List<T> copy(List<T> list) {
        return List.copyOf(Objects.requireNonNullElse(list, List.of()));
    }
}
