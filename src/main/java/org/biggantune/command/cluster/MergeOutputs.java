package org.biggantune.command.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.EmbeddingTensor;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.SafetensorsFile;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.cli.OutputFile;
import org.biggantune.cli.ToolInfo;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.model.ModelFile;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.WrittenFiles;
import org.biggantune.runfolder.WrittenFiles.WrittenFile;

/** Writes the optional outputs of a merge: generator, safetensors file, checkpoint. */
final class MergeOutputs {
    private static final String TENSOR = "shared.weight";

    private final MergeOptions options;
    private final Path generator;
    private final String sha256;
    private final ModelFile.GeneratorFile content;
    private final WrittenFiles earlier;

    /**
     * Checks that the requested outputs may be written.
     *
     * @param folder the merge's folder; files that it has a record of may be replaced
     * @param generator the generator's file
     * @param sha256 its digest
     * @param content the generator's metadata and embeddings
     * @throws org.biggantune.domain.failure.BigganTuneException if an output may not be written
     */
    MergeOutputs(MergeOptions options, Path folder, Path generator, String sha256, ModelFile.GeneratorFile content) {
        this.options = options;
        this.generator = generator;
        this.sha256 = sha256;
        this.content = content;
        this.earlier = WrittenFiles.in(folder);
        Map<String, Path> inputs = new LinkedHashMap<>();
        inputs.put("generator", generator);
        options.into.ifPresent(file -> inputs.put("checkpoint", file));
        check("--write-generator", options.writeGenerator, inputs);
        check("--write-safetensors", options.writeSafetensors, inputs);
        check("--write-checkpoint", options.writeCheckpoint, inputs);
        options.into.ifPresent(this::requireOrigin);
    }

    private void check(String option, Optional<Path> file, Map<String, Path> inputs) {
        file.ifPresent(out -> OutputFile.check(option, out, inputs, options.overwrite.force() || earlier.include(out)));
    }

    /** Refuses the checkpoint of another network, which would draw other images with the embeddings. */
    private void requireOrigin(Path into) {
        try (Checkpoint checkpoint = Checkpoint.open(into)) {
            EmbeddingMatrix original = content.embeddings();
            EmbeddingMatrix found =
                    tensor(checkpoint, original.rows(), original.columns()).matrix();
            for (int row = 0; row < original.rows(); row++) {
                if (!Arrays.equals(found.row(row), original.row(row))) {
                    throw new SettingsConflictException("--into " + into + ": its embedding of class " + row
                            + " is not that of " + generator + "; give the checkpoint that this was imported from");
                }
            }
        }
    }

    private static EmbeddingTensor tensor(Checkpoint checkpoint, int rows, int columns) {
        return EmbeddingTensor.find(checkpoint.stateDict(), checkpoint.allTensors(), Optional.empty(), rows, columns);
    }

    /** Returns whether any output is requested. */
    boolean isAny() {
        return options.outputs().findAny().isPresent();
    }

    /**
     * Writes the requested outputs, each of which is recorded in the merge's folder once it is complete.
     *
     * @param directory the merge's folder
     * @param matrix the merged matrix
     * @param tuned the classes with tuned rows
     * @param names the names of the rows, if they are not the generator's classes
     * @return the files written
     */
    List<WrittenFile> write(
            RunDirectory directory, EmbeddingMatrix matrix, Set<ClassLabel> tuned, Optional<List<String>> names) {
        List<WrittenFile> written = new ArrayList<>();
        options.writeGenerator.ifPresent(file -> {
            writeGenerator(file, matrix, names);
            written.add(WrittenFiles.add(directory, file));
        });
        options.writeSafetensors.ifPresent(file -> {
            SafetensorsFile.write(file, Map.of(TENSOR, array(matrix)), facts(tuned, names));
            written.add(WrittenFiles.add(directory, file));
        });
        options.writeCheckpoint.ifPresent(file -> {
            writeCheckpoint(file, matrix);
            written.add(WrittenFiles.add(directory, file));
        });
        return written;
    }

    /** Returns metadata as {@code export} writes it, by which other commands recognise the embeddings' generator. */
    private Map<String, String> facts(Set<ClassLabel> tuned, Optional<List<String>> names) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("format", "pt");
        facts.put("tool", "biggan-tune " + ToolInfo.ofProcess().version());
        facts.put("generator", String.valueOf(generator.getFileName()));
        facts.put("generator_sha256", sha256);
        facts.put("checkpoint_sha256", content.metadata().source().sha256());
        facts.put(
                "class_names",
                JsonFile.tree(names.orElse(content.metadata().classNames())).toString());
        if (names.isEmpty()) {
            facts.put(
                    "tuned_classes",
                    JsonFile.tree(tuned.stream().map(ClassLabel::index).sorted().toList())
                            .toString());
        }
        return facts;
    }

    private static NpyArray array(EmbeddingMatrix matrix) {
        return NpyArray.ofFloats(new long[] {matrix.rows(), matrix.columns()}, matrix.values());
    }

    private void writeCheckpoint(Path file, EmbeddingMatrix matrix) {
        try (Checkpoint checkpoint = Checkpoint.open(options.into.orElseThrow())) {
            EmbeddingTensor tensor = tensor(checkpoint, matrix.rows(), matrix.columns());
            checkpoint.replaceTensor(file, tensor.tensor().name(), tensor.arranged(matrix));
        }
    }

    private void writeGenerator(Path file, EmbeddingMatrix matrix, Optional<List<String>> names) {
        GeneratorMetadata metadata = content.metadata();
        try (TorchScriptArchive archive = TorchScriptArchive.open(generator)) {
            if (names.isEmpty()) {
                archive.replaceTensor(file, metadata.embeddingParameter(), matrix.values());
            } else {
                archive.replaceMatrix(
                        file,
                        metadata.embeddingParameter(),
                        matrix.rows(),
                        matrix.values(),
                        Map.of(MetadataFormat.FILE, MetadataFormat.of(metadata.withClassNames(names.get()))));
            }
        }
    }
}
