package org.biggantune.runfolder;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.biggantune.archive.Checkpoint;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.Sha256;
import org.biggantune.report.JsonFile;

/**
 * The generator that embeddings were tuned on. Other BigGANs of the same size accept them too, but draw other images with
 * them. It is recorded in the {@code embedding.json} beside a class's {@code embedding.npy}, in the run's record and in the
 * metadata of an exported safetensors file, but not in a plain array that was copied elsewhere.
 *
 * @param generator the generator's file and digest
 * @param checkpoint the digest of the checkpoint that the generator was imported from; empty if not recorded
 */
public record RowBase(
        @JsonUnwrapped SourceFile generator,
        @JsonInclude(Include.NON_EMPTY) String checkpoint) {
    /** An unknown generator. */
    static final RowBase NONE = new RowBase(new SourceFile("", ""), "");

    private static final String CHECKPOINT = "checkpoint";

    private static final int SHOWN_DIGITS = 12;

    /** Replaces missing values with empty ones. */
    public RowBase {
        generator = known(generator);
        checkpoint = Objects.requireNonNullElse(checkpoint, "");
    }

    /** Replaces missing values of a file in a record with empty ones. */
    static SourceFile known(SourceFile file) {
        return new SourceFile(
                Objects.requireNonNullElse(file.file(), ""), Objects.requireNonNullElse(file.sha256(), ""));
    }

    /** Writes {@code embedding.json}: {@code {"class": {"index", "name"}, "generator": {"file", "sha256", "checkpoint"}}}. */
    public void write(Path folder, ClassLabel label) {
        ObjectNode json = JsonFile.object();
        json.set("class", JsonFile.tree(label));
        json.set("generator", JsonFile.tree(this));
        AtomicFile.writeString(folder.resolve(RunDirectory.BASE), JsonFile.pretty(json));
    }

    /** Returns the generator recorded for a file of embeddings, if any. */
    static Optional<RowBase> of(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".safetensors")) {
            return ofSafetensors(file);
        }
        if (name.equals(RunDirectory.EMBEDDING) && Files.isRegularFile(file.resolveSibling(RunDirectory.BASE))) {
            return of(JsonFile.read(file.resolveSibling(RunDirectory.BASE)).path("generator"));
        }
        return RunRecord.around(file).map(record -> record.identity().models().generator());
    }

    /**
     * Refuses embeddings that were tuned on another generator.
     *
     * @param option the option that names the file of embeddings
     * @param file the file
     * @param generator the generator to use them with
     * @param metadata the generator's metadata
     * @throws SettingsConflictException if another generator is recorded for them
     */
    public static void require(String option, Path file, Path generator, GeneratorMetadata metadata) {
        require(option, file, "--generator", generator, metadata);
    }

    /** Like {@link #require(String, Path, Path, GeneratorMetadata)}, with another option that names the generator. */
    public static void require(String option, Path file, String other, Path generator, GeneratorMetadata metadata) {
        of(file).ifPresent(base -> {
            // An import of the same checkpoint in another precision, or with tuned embeddings, is the same network.
            if (!base.checkpoint.isEmpty()
                    && base.checkpoint.equals(metadata.source().sha256())) {
                return;
            }
            String digest = Sha256.of(generator);
            if (!digest.equals(base.generator.sha256())) {
                throw new SettingsConflictException(option + " " + file + ": was tuned on " + base.generator.file()
                        + " (SHA-256 " + shortened(base.generator.sha256()) + "), but " + other + " is " + generator
                        + " ("
                        + shortened(digest) + "), which draws other images with it; give that generator, or --force to"
                        + " use it anyway");
            }
        });
    }

    /**
     * Refuses the folder of a class that was tuned on another generator than the run's, for example because it was copied.
     *
     * @param folder the folder of a class
     * @param sha256 the digest of the run's generator
     * @throws SettingsConflictException if another generator is recorded in the folder
     */
    public static void requireSame(Path folder, String sha256) {
        of(folder.resolve(RunDirectory.EMBEDDING)).ifPresent(base -> {
            if (!base.generator.sha256().equals(sha256)) {
                throw new SettingsConflictException(folder + ": was tuned on " + base.generator.file() + " (SHA-256 "
                        + shortened(base.generator.sha256()) + "), but the rest of its run on " + shortened(sha256)
                        + "; move the folder out of the run");
            }
        });
    }

    private static Optional<RowBase> ofSafetensors(Path file) {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Map<String, Object> metadata = checkpoint.metadata();
            return of(JsonFile.object()
                    .put("file", String.valueOf(metadata.getOrDefault("generator", "")))
                    .put("sha256", String.valueOf(metadata.getOrDefault("generator_sha256", "")))
                    .put(CHECKPOINT, String.valueOf(metadata.getOrDefault("checkpoint_sha256", ""))));
        }
    }

    private static Optional<RowBase> of(JsonNode generator) {
        String sha256 = generator.path("sha256").asText();
        return sha256.isEmpty()
                ? Optional.empty()
                : Optional.of(new RowBase(
                        new SourceFile(generator.path("file").asText(), sha256),
                        generator.path(CHECKPOINT).asText()));
    }

    private static String shortened(String digest) {
        return digest.length() > SHOWN_DIGITS ? digest.substring(0, SHOWN_DIGITS) + "…" : digest;
    }
}
