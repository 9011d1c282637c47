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
 * Makes a generator that is a third-party TorchScript program usable, after calling it to see that it works: with
 * libtorch, on the CPU, in a process of its own.
 */
final class ExternalImportRun {
    /** What tracing leaves of a tensor that was made on the CPU. */
    private static final String CPU_CONSTANT = "torch.device(\"cpu\")";

    private final ImportGeneratorOptions options;

    ExternalImportRun(ImportGeneratorOptions options) {
        this.options = options;
    }

    /**
     * Imports.
     *
     * @param archive the program, of which no tensors are a known network's, every entry checked
     * @param names one name a class, or an empty list
     * @param report to be filled
     */
    void execute(TorchScriptArchive archive, List<String> names, FileReport report) {
        refuseOptionsOfCheckpoints();
        ExternalProgramFacts facts = options.external();
        int latentSize = facts.latentSize()
                .orElseThrow(() -> new InvalidOptionException("--latent-size is missing: " + options.files.checkpoint
                        + " is a TorchScript program whose tensors are not named like a BigGAN's, so they do not tell"
                        + " the length of z; if it is a classifier, import classifier says what does not fit"));
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

    /** A traced program draws for the truncation that it was traced with, whichever it is given; its file keeps none. */
    private void requireTruncation(ExternalProgramProbe.Finding found) {
        if (found.truncated() && options.truncation().isEmpty()) {
            throw new InvalidOptionException("--truncation is missing: " + options.files.checkpoint
                    + " takes one beside z and classes; give the one that it was traced with, else 1 or less");
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
                            + " is a TorchScript program, whose constants are in its code; leave the option out");
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
                            + "), in which batch norms follow the batch; call eval() on the model and save it again");
        }
    }

    private void describe(
            TorchScriptArchive archive,
            StoredTensor matrix,
            ExternalProgramProbe.Finding found,
            GeneratorMetadata metadata,
            FileReport report) {
        report.add("architecture", "TorchScript program " + archive.rootClass() + ", as it is");
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
            report.add("device", "the CPU stands in its code (" + CPU_CONSTANT + "): it may fail on a GPU");
        }
        metadata.latents()
                .truncation()
                .ifPresent(truncation -> report.add("truncation", ImportSummary.number(truncation), truncation));
        report.add("program SHA-256", metadata.source().sha256());
        report.addFile(options.files.out);
    }
}
