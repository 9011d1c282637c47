package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.ParameterCount;
import org.biggantune.archive.StoredTensor;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.Conditioning;
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

    private final GeneratorImportRequest request;

    ExternalImportRun(GeneratorImportRequest request) {
        this.request = request;
    }

    ImportSummary execute(List<String> names, long begun) {
        refuseOptionsOfCheckpoints();
        int latentSize = request.external()
                .latentSize()
                .orElseThrow(() -> new InvalidOptionException("--latent-size is missing: " + request.checkpoint()
                        + " is a TorchScript program, which does not tell the length of z"));
        try (TorchScriptArchive archive = TorchScriptArchive.open(request.checkpoint())) {
            archive.verify();
            refuseImported(archive);
            refuseTraining(archive);
            if (!request.external().trusted()) {
                archive.requireHarmless();
            }
            StoredTensor matrix = EmbeddingMatrixSearch.find(
                    archive.tensors(), request.external().embeddingParameter());
            try (StopSignal stop = StopSignal.ofCommand(Progress.NONE);
                    TemporaryFolder folder = TemporaryFolder.create("biggan-tune-import")) {
                ExternalProgramProbe.Finding found = new ExternalProbeProcess(folder.path(), bounds(), stop)
                        .find(archive, matrix, latentSize, request.external());
                GeneratorMetadata metadata = metadata(found, latentSize, names);
                found.program().write(request.out(), MetadataFormat.of(metadata));
                return summary(archive, matrix, found, metadata, begun);
            }
        }
    }

    private ExternalProbeProcess.Bounds bounds() {
        return request.external().trusted()
                ? ExternalProbeProcess.Bounds.NONE
                : ExternalProbeProcess.Bounds.of(request.checkpoint().toFile().length());
    }

    private GeneratorMetadata metadata(ExternalProgramProbe.Finding found, int latentSize, List<String> names) {
        request.external().resolution().ifPresent(given -> {
            if (given != found.resolution()) {
                throw new SettingsConflictException("--resolution " + given + ": " + request.checkpoint()
                        + " draws images of " + found.resolution() + " pixels");
            }
        });
        ConditionedProgram program = found.program();
        return new GeneratorMetadata(
                GeneratorMetadata.EXTERNAL,
                found.resolution(),
                latentSize,
                program.embeddingSize(),
                GeneratorImporter.classNames(request.checkpoint(), program.classes(), names),
                program.writtenParameter(),
                Graph.REFERENCE,
                Precision.FP32,
                0,
                0,
                new SourceFile(String.valueOf(request.checkpoint().getFileName()), Sha256.of(request.checkpoint())),
                request.truncation().isPresent() ? request.truncation().getAsDouble() : null);
    }

    private void refuseOptionsOfCheckpoints() {
        if (request.precision() != Precision.FP32) {
            throw new UnsupportedInputException("--precision " + request.precision() + ": " + request.checkpoint()
                    + " is a TorchScript program, which computes in its own precision; leave the option out");
        }
        if (request.batchNormEpsilon().isPresent()
                || request.spectralNormEpsilon().isPresent()) {
            throw new SettingsConflictException(
                    (request.batchNormEpsilon().isPresent() ? "--bn-eps" : "--sn-eps") + ": " + request.checkpoint()
                            + " is a TorchScript program, whose constants are in its code; leave the option out");
        }
    }

    private void refuseImported(TorchScriptArchive archive) {
        if (archive.extra(MetadataFormat.FILE).isPresent()) {
            throw new UnsupportedInputException(request.checkpoint() + ": has been imported before (it holds extra/"
                    + MetadataFormat.FILE + "); use it as it is");
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
                    request.checkpoint() + ": was saved in training mode (" + training.get(0)
                            + "), in which batch norms follow the batch; call eval() on the model and save it again");
        }
    }

    private ImportSummary summary(
            TorchScriptArchive archive,
            StoredTensor matrix,
            ExternalProgramProbe.Finding found,
            GeneratorMetadata metadata,
            long begun) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("architecture", "TorchScript program " + archive.rootClass() + ", as it is");
        facts.put("resolution", metadata.resolution() + " × " + metadata.resolution());
        facts.put("latent size", Integer.toString(metadata.latentSize()));
        facts.put("embedding size", Integer.toString(metadata.embeddingSize()));
        facts.put("classes", metadata.classCount() + " (" + GeneratorImportRun.ends(metadata.classNames()) + ")");
        facts.put("class embeddings", matrix.name() + " " + matrix.describe());
        facts.put(
                "conditioning",
                found.conditioning().label()
                        + (found.conditioning() == Conditioning.EMBEDDING ? "" : ", wrapped to take embeddings"));
        facts.put("parameters", String.format(Locale.ROOT, "%,d", ParameterCount.of(archive.tensors())));
        if (archive.code().stream().anyMatch(code -> code.contains(CPU_CONSTANT))) {
            facts.put("device", "the CPU stands in its code (" + CPU_CONSTANT + "): it may fail on a GPU");
        }
        metadata.latents()
                .truncation()
                .ifPresent(truncation -> facts.put("truncation", ImportSummary.number(truncation)));
        facts.put("program SHA-256", metadata.source().sha256());
        Path out = request.out();
        ImportSummary.addFile(facts, out, Sha256.of(out), begun);
        return new ImportSummary(facts);
    }
}
