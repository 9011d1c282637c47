package org.biggantune.command.cluster;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.EmbeddingTensor;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.SafetensorsFile;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.cli.OutputFile;
import org.biggantune.cli.ToolInfo;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.report.JsonFile;

/** The files that a merge writes when asked to, besides its folder. */
final class MergeOutputs {
    private static final String TENSOR = "shared.weight";

    private final MergeOptions options;
    private final Path generator;
    private final GeneratorMetadata metadata;

    /**
     * Outputs of rows of a generator.
     *
     * @param generator the generator's file
     * @param metadata what it says about itself
     * @throws org.biggantune.domain.failure.BigganTuneException if one may not be written
     */
    MergeOutputs(MergeOptions options, Path generator, GeneratorMetadata metadata) {
        this.options = options;
        this.generator = generator;
        this.metadata = metadata;
        Map<String, Path> inputs = new LinkedHashMap<>();
        inputs.put("generator", generator);
        options.into.ifPresent(file -> inputs.put("checkpoint", file));
        check("--write-generator", options.writeGenerator, inputs);
        check("--write-safetensors", options.writeSafetensors, inputs);
        check("--write-checkpoint", options.writeCheckpoint, inputs);
    }

    private void check(String option, Optional<Path> file, Map<String, Path> inputs) {
        file.ifPresent(out -> OutputFile.check(option, out, inputs, options.overwrite.force()));
    }

    /** Whether any file is asked for. */
    boolean isAny() {
        return options.writeGenerator.isPresent()
                || options.writeSafetensors.isPresent()
                || options.writeCheckpoint.isPresent();
    }

    /**
     * Writes what was asked for.
     *
     * @param matrix the merged matrix
     * @param names the names of its rows where they are not the generator's classes
     */
    void write(EmbeddingMatrix matrix, Optional<List<String>> names) {
        options.writeGenerator.ifPresent(file -> writeGenerator(file, matrix, names));
        options.writeSafetensors.ifPresent(file -> {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("format", "pt");
            facts.put("tool", "biggan-tune " + ToolInfo.ofProcess().version());
            facts.put("generator", String.valueOf(generator.getFileName()));
            facts.put(
                    "class_names",
                    JsonFile.tree(names.orElse(metadata.classNames())).toString());
            SafetensorsFile.write(file, Map.of(TENSOR, array(matrix)), facts);
        });
        options.writeCheckpoint.ifPresent(file -> {
            try (Checkpoint checkpoint = Checkpoint.open(options.into.orElseThrow())) {
                EmbeddingTensor tensor = EmbeddingTensor.find(
                        checkpoint.stateDict(),
                        checkpoint.allTensors(),
                        Optional.empty(),
                        matrix.rows(),
                        matrix.columns());
                checkpoint.replaceTensor(file, tensor.tensor().name(), tensor.arranged(matrix));
            }
        });
    }

    private static NpyArray array(EmbeddingMatrix matrix) {
        return NpyArray.ofFloats(new long[] {matrix.rows(), matrix.columns()}, matrix.values());
    }

    private void writeGenerator(Path file, EmbeddingMatrix matrix, Optional<List<String>> names) {
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
