package org.biggantune.command.exchange;

import java.util.List;
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
import org.biggantune.io.Sha256;
import org.biggantune.model.ModelFile;
import org.biggantune.report.ImportSummary;

/**
 * Turns a generator's checkpoint, or a third-party TorchScript program, into an archive that can be tuned; the
 * first without libtorch.
 */
final class GeneratorImportRun {
    private final ImportGeneratorOptions options;

    GeneratorImportRun(ImportGeneratorOptions options) {
        this.options = options;
    }

    /**
     * Imports.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if something that the user can mend is wrong
     */
    FileReport execute() {
        FileReport report = new FileReport();
        OutputFile.check(
                "--out",
                options.files.out,
                Map.of("checkpoint", options.files.checkpoint),
                options.files.overwrite.force());
        List<String> names = options.classNames();
        if (TorchScriptArchive.isTorchScript(options.files.checkpoint)) {
            new ExternalImportRun(options).execute(names, report);
            return report;
        }
        options.external().firstGiven().ifPresent(option -> {
            throw new SettingsConflictException(option + ": only for TorchScript programs; " + options.files.checkpoint
                    + " is a checkpoint, which tells it by itself");
        });
        try (Checkpoint checkpoint = Checkpoint.open(options.files.checkpoint)) {
            // What is no generator at all is refused by the importer, in its words.
            GeneratorFamily family = GeneratorFamily.of(checkpoint.stateDict()).orElse(GeneratorFamily.BIGGAN);
            EpsilonChoice choice = EpsilonChoice.of(options, family);
            SourceFile source = new SourceFile(
                    String.valueOf(options.files.checkpoint.getFileName()), Sha256.of(options.files.checkpoint));
            GeneratorImportOptions how =
                    new GeneratorImportOptions(options.files.graph, choice.epsilons(), options.truncation(), names);
            ImportedModel model = GeneratorImporter.read(checkpoint.stateDict(), source, how);
            model.write(options.files.out, options.files.precision(), checkpoint::requireUntouched);
            describe(checkpoint, choice, report);
            return report;
        }
    }

    private void describe(Checkpoint checkpoint, EpsilonChoice choice, FileReport report) {
        GeneratorMetadata metadata = ModelFile.generator(options.files.out).metadata();
        report.add("architecture", metadata.family() + ", " + metadata.graph().label() + " graph");
        report.add("precision", metadata.precision().label());
        report.add("resolution", metadata.resolution() + " × " + metadata.resolution(), metadata.resolution());
        report.add("latent size", Integer.toString(metadata.latentSize()), metadata.latentSize());
        report.add("embedding size", Integer.toString(metadata.embeddingSize()), metadata.embeddingSize());
        report.add("classes", metadata.classCount() + " (" + ends(metadata.classNames()) + ")", metadata.classNames());
        report.add("parameters", ParameterCount.of(checkpoint.stateDict()));
        report.add(
                "batch norm ε",
                ImportSummary.number(metadata.batchNormEpsilon()) + " (" + choice.batchNormSource() + ")",
                metadata.batchNormEpsilon());
        report.add(
                "spectral norm ε",
                ImportSummary.number(metadata.spectralNormEpsilon()) + " (" + choice.spectralNormSource() + ")",
                metadata.spectralNormEpsilon());
        metadata.latents()
                .truncation()
                .ifPresent(truncation -> report.add("truncation", ImportSummary.number(truncation), truncation));
        report.add("checkpoint SHA-256", metadata.source().sha256());
        report.addFile(options.files.out);
    }

    /** The first and the last of a list's names. */
    static String ends(List<String> names) {
        return names.size() < 2 ? String.join("", names) : names.get(0) + " … " + names.get(names.size() - 1);
    }
}
