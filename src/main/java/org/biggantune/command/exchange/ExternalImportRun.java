package org.biggantune.command.exchange;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.ParameterCount;
import org.biggantune.archive.StoredTensor;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.Progress;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.GeneratorImporter;
import org.biggantune.importer.external.ConditionedProgram;
import org.biggantune.importer.external.EmbeddingMatrixSearch;
import org.biggantune.io.Sha256;
import org.biggantune.io.TemporaryFolder;
import org.biggantune.report.ImportSummary;
import org.biggantune.workers.StopSignal;

/**
 * Imports a generator that is a third-party TorchScript program, after calling it with libtorch, on the CPU and in a
 * separate process, to see that it works.
 */
final class ExternalImportRun {
    /** How a tensor created on the CPU appears in traced code. */
    private static final String CPU_CONSTANT = "torch.device(\"cpu\")";

    private final ImportGeneratorOptions options;

    ExternalImportRun(ImportGeneratorOptions options) {
        this.options = options;
    }

    /**
     * Imports the program.
     *
     * @param archive the program, which has no known network's tensors; every entry has been checked
     * @param names a name for each class, or an empty list
     * @param report receives the facts
     */
    void execute(TorchScriptArchive archive, List<String> names, FileReport report) {
        refuseOptionsOfCheckpoints();
        ExternalProgramFacts facts = options.external();
        int latentSize = facts.latentSize()
                .orElseThrow(() -> new InvalidOptionException("--latent-size is missing: " + options.files.checkpoint
                        + " is a TorchScript program without the tensor names of a BigGAN, from which the length of z"
                        + " could be derived; if it is a classifier, use import classifier"));
        refuseTraining(archive);
        if (!facts.trusted()) {
            archive.requireHarmless();
        }
        StoredTensor matrix = EmbeddingMatrixSearch.find(archive.tensors(), facts.embeddingParameter());
        try (StopSignal stop = StopSignal.ofCommand(Progress.NONE);
                TemporaryFolder folder = TemporaryFolder.create("biggan-tune-import")) {
            ExternalProgramProbe.Finding found = new ExternalProbeProcess(folder.path(), bounds(), stop)
                    .find(archive, matrix, latentSize, options.truncation().orElse(1), facts);
            requireTruncation(found);
            facts.requireResolution(options.files.checkpoint, found.resolution());
            GeneratorMetadata metadata = metadata(found, latentSize, names);
            found.program().write(options.files.out, MetadataFormat.of(metadata));
            describe(archive, matrix, found, metadata, report);
        }
    }

    private ExternalProbeProcess.Bounds bounds() {
        return options.external().trusted()
                ? ExternalProbeProcess.Bounds.NONE
                : ExternalProbeProcess.Bounds.of(
                        options.files.checkpoint.toFile().length());
    }

    private GeneratorMetadata metadata(ExternalProgramProbe.Finding found, int latentSize, List<String> names) {
        ConditionedProgram program = found.program();
        return new GeneratorMetadata(
                GeneratorMetadata.EXTERNAL,
                found.resolution(),
                latentSize,
                program.embeddingSize(),
                GeneratorImporter.classNames(options.files.checkpoint, program.classes(), names),
                program.writtenParameter(),
                Graph.REFERENCE,
                Precision.FP32,
                0,
                0,
                new SourceFile(
                        String.valueOf(options.files.checkpoint.getFileName()), Sha256.of(options.files.checkpoint)),
                options.truncation().isPresent() ? options.truncation().getAsDouble() : null);
    }

    /** Requires {@code --truncation} for a program that takes one: tracing fixes it, but does not record it. */
    private void requireTruncation(ExternalProgramProbe.Finding found) {
        if (found.truncated() && options.truncation().isEmpty()) {
            throw new InvalidOptionException("--truncation is missing: " + options.files.checkpoint
                    + " takes one in addition to z and classes; give the one it was traced with, or else at most 1");
        }
    }

    private void refuseOptionsOfCheckpoints() {
        if (options.files.precision() != Precision.FP32) {
            throw new UnsupportedInputException(
                    "--precision " + options.files.precision() + ": " + options.files.checkpoint
                            + " is a TorchScript program, which computes in its own precision; leave the option out");
        }
        if (options.batchNormEpsilon().isPresent()
                || options.spectralNormEpsilon().isPresent()) {
            throw new SettingsConflictException(
                    (options.batchNormEpsilon().isPresent() ? "--bn-eps" : "--sn-eps") + ": " + options.files.checkpoint
                            + " is a TorchScript program with constants in its code; leave the option out");
        }
    }

    private void refuseTraining(TorchScriptArchive archive) {
        List<String> training = new ArrayList<>();
        archive.attributes().forEach((name, value) -> {
            if ((name.equals("training") || name.endsWith(".training")) && Boolean.TRUE.equals(value)) {
                training.add(name);
            }
        });
        if (!training.isEmpty()) {
            throw new UnsupportedInputException(
                    options.files.checkpoint + ": was saved in training mode (" + training.get(0)
                            + "), in which batch norm uses batch statistics; call eval() on the model and save it again");
        }
    }

    private void describe(
            TorchScriptArchive archive,
            StoredTensor matrix,
            ExternalProgramProbe.Finding found,
            GeneratorMetadata metadata,
            FileReport report) {
        report.add("architecture", "TorchScript program " + archive.rootClass() + ", unchanged");
        report.add("resolution", metadata.resolution() + " × " + metadata.resolution(), metadata.resolution());
        report.add("latent size", Integer.toString(metadata.latentSize()), metadata.latentSize());
        report.add("embedding size", Integer.toString(metadata.embeddingSize()), metadata.embeddingSize());
        report.add(
                "classes",
                metadata.classCount() + " (" + GeneratorImportRun.ends(metadata.classNames()) + ")",
                metadata.classNames());
        report.add("class embeddings", matrix.name() + " " + matrix.describe());
        report.add(
                "conditioning",
                found.conditioning().label()
                        + (found.truncated() ? " and a truncation" : "")
                        + (found.program().wrapped() ? ", wrapped to take embeddings" : ""));
        report.add("parameters", ParameterCount.of(archive.tensors()));
        if (archive.code().stream().anyMatch(code -> code.contains(CPU_CONSTANT))) {
            report.add("device", "the code refers to the CPU (" + CPU_CONSTANT + ") and may fail on a GPU");
        }
        metadata.latents()
                .truncation()
                .ifPresent(truncation -> report.add("truncation", ImportSummary.number(truncation), truncation));
        report.add("program SHA-256", metadata.source().sha256());
        report.addFile(options.files.out);
    }
}
