package org.biggantune.command.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.ParameterCount;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.cli.OutputFile;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.importer.GeneratorFamily;
import org.biggantune.importer.GeneratorImportOptions;
import org.biggantune.importer.GeneratorImporter;
import org.biggantune.importer.ImportedModel;
import org.biggantune.importer.LabelList;
import org.biggantune.io.Sha256;
import org.biggantune.model.ModelFile;
import org.biggantune.report.ImportSummary;

/**
 * Turns a generator's checkpoint, or a third-party TorchScript program, into an archive that can be tuned; the
 * first without libtorch.
 */
public final class GeneratorImportRun {
    private final GeneratorImportRequest request;

    /** The import that a request asks for. */
    public GeneratorImportRun(GeneratorImportRequest request) {
        this.request = request;
    }

    /**
     * Imports.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if something that the user can mend is wrong
     */
    public ImportSummary execute() {
        long begun = System.nanoTime();
        OutputFile.check("--out", request.out(), Map.of("checkpoint", request.checkpoint()), request.force());
        List<String> names = request.classNames()
                .map(text -> LabelList.parse("--class-names", text))
                .orElse(List.of());
        if (TorchScriptArchive.isTorchScript(request.checkpoint())) {
            return new ExternalImportRun(request).execute(names, begun);
        }
        request.external().firstGiven().ifPresent(option -> {
            throw new SettingsConflictException(option + ": only for TorchScript programs; " + request.checkpoint()
                    + " is a checkpoint, which tells it by itself");
        });
        try (Checkpoint checkpoint = Checkpoint.open(request.checkpoint())) {
            // What is no generator at all is refused by the importer, in its words.
            GeneratorFamily family = GeneratorFamily.of(checkpoint.stateDict()).orElse(GeneratorFamily.BIGGAN);
            EpsilonChoice choice = EpsilonChoice.of(request, family);
            SourceFile source =
                    new SourceFile(String.valueOf(request.checkpoint().getFileName()), Sha256.of(request.checkpoint()));
            GeneratorImportOptions options =
                    new GeneratorImportOptions(request.graph(), choice.epsilons(), request.truncation(), names);
            ImportedModel model = GeneratorImporter.read(checkpoint.stateDict(), source, options);
            model.write(request.out(), request.precision(), checkpoint::requireUntouched);
            return summary(checkpoint, choice, begun);
        }
    }

    private ImportSummary summary(Checkpoint checkpoint, EpsilonChoice choice, long begun) {
        GeneratorMetadata metadata = ModelFile.generator(request.out()).metadata();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("architecture", metadata.family() + ", " + metadata.graph().label() + " graph");
        facts.put("precision", metadata.precision().label());
        facts.put("resolution", metadata.resolution() + " × " + metadata.resolution());
        facts.put("latent size", Integer.toString(metadata.latentSize()));
        facts.put("embedding size", Integer.toString(metadata.embeddingSize()));
        facts.put("classes", metadata.classCount() + " (" + ends(metadata.classNames()) + ")");
        facts.put("parameters", String.format(Locale.ROOT, "%,d", ParameterCount.of(checkpoint.stateDict())));
        facts.put(
                "batch norm ε",
                ImportSummary.number(metadata.batchNormEpsilon()) + " (" + choice.batchNormSource() + ")");
        facts.put(
                "spectral norm ε",
                ImportSummary.number(metadata.spectralNormEpsilon()) + " (" + choice.spectralNormSource() + ")");
        metadata.latents()
                .truncation()
                .ifPresent(truncation -> facts.put("truncation", ImportSummary.number(truncation)));
        facts.put("checkpoint SHA-256", metadata.source().sha256());
        ImportSummary.addFile(facts, request.out(), Sha256.of(request.out()), begun);
        return new ImportSummary(facts);
    }

    /** The first and the last of a list's names. */
    static String ends(List<String> names) {
        return names.size() < 2 ? String.join("", names) : names.get(0) + " … " + names.get(names.size() - 1);
    }
}
