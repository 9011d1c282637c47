package org.biggantune.command.exchange;

import java.util.List;
import java.util.Optional;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.ParameterCount;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.FoundNetwork;
import org.biggantune.importer.GeneratorFamily;
import org.biggantune.importer.GeneratorImportOptions;
import org.biggantune.importer.GeneratorImporter;
import org.biggantune.importer.ImportedModel;
import org.biggantune.importer.ProgramNetworks;
import org.biggantune.io.Sha256;
import org.biggantune.model.ModelFile;
import org.biggantune.report.ImportSummary;

/**
 * Imports a generator's checkpoint or a third-party TorchScript program, without loading libtorch unless a program has to
 * be called to find out what it takes.
 */
final class GeneratorImportRun {
    private final ImportGeneratorOptions options;

    GeneratorImportRun(ImportGeneratorOptions options) {
        this.options = options;
    }

    /**
     * Imports the checkpoint or program.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException for an error that the user can fix
     */
    FileReport execute() {
        FileReport report = new FileReport();
        options.files.checkOutput();
        List<String> names = options.classNames();
        if (TorchScriptArchive.isTorchScript(options.files.checkpoint)) {
            ofProgram(names, report);
            return report;
        }
        options.external().firstGiven().ifPresent(option -> {
            throw new SettingsConflictException(option + ": only for TorchScript programs; " + options.files.checkpoint
                    + " is a checkpoint, from which it is known");
        });
        try (Checkpoint checkpoint = Checkpoint.open(options.files.checkpoint)) {
            importNetwork(FoundNetwork.of(checkpoint), names, checkpoint::requireUntouched, report);
            return report;
        }
    }

    /** Imports a program like a checkpoint if it has the tensors of a known network; otherwise calls it. */
    private void ofProgram(List<String> names, FileReport report) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(options.files.checkpoint)) {
            archive.verify();
            ProgramNetworks.requireImportable(archive);
            ExternalProgramFacts facts = options.external();
            Optional<FoundNetwork> network = facts.conditioning().isPresent()
                    ? Optional.empty()
                    : ProgramNetworks.generator(archive, facts.embeddingParameter());
            if (network.isPresent()) {
                importNetwork(network.get(), names, archive::requireUntouched, report);
            } else {
                new ExternalImportRun(options).execute(archive, names, report);
            }
        }
    }

    private ImportedModel read(FoundNetwork network, SourceFile source, GeneratorImportOptions how) {
        try {
            return GeneratorImporter.read(network.tensors(), source, how);
        } catch (UnsupportedInputException e) {
            if (!network.inProgram()) {
                throw e;
            }
            throw new UnsupportedInputException(
                    e.getMessage() + "; given --conditioning and --latent-size, the program is called instead", e);
        }
    }

    private void importNetwork(FoundNetwork network, List<String> names, Runnable beforePublishing, FileReport report) {
        // The importer refuses anything that is not a generator, with a better message.
        GeneratorFamily family = GeneratorFamily.of(network.tensors()).orElse(GeneratorFamily.BIGGAN);
        EpsilonChoice choice = EpsilonChoice.of(options, family, network);
        SourceFile source = new SourceFile(
                String.valueOf(options.files.checkpoint.getFileName()), Sha256.of(options.files.checkpoint));
        GeneratorImportOptions how =
                new GeneratorImportOptions(options.files.graph, choice.epsilons(), options.truncation(), names);
        ImportedModel model = read(network, source, how);
        requireAgreement(MetadataFormat.generator(options.files.checkpoint, model.metadata()));
        model.write(options.files.out, options.files.precision(), beforePublishing);
        describe(network, choice, report);
    }

    /** Requires that the user's facts agree with those known from the tensors. */
    private void requireAgreement(GeneratorMetadata metadata) {
        ExternalProgramFacts facts = options.external();
        if (facts.latentSize().orElse(metadata.latentSize()) != metadata.latentSize()) {
            throw new SettingsConflictException(
                    "--latent-size " + facts.latentSize().getAsInt() + ": " + options.files.checkpoint
                            + " takes latents of " + metadata.latentSize() + " numbers; leave the option out");
        }
        facts.requireResolution(options.files.checkpoint, metadata.resolution());
    }

    private void describe(FoundNetwork network, EpsilonChoice choice, FileReport report) {
        GeneratorMetadata metadata = ModelFile.generator(options.files.out).metadata();
        report.add("architecture", metadata.family() + ", " + metadata.graph().label() + " graph");
        if (!network.module().isEmpty()) {
            report.add("module", network.module());
        }
        report.add("precision", metadata.precision().label());
        report.add("resolution", metadata.resolution() + " × " + metadata.resolution(), metadata.resolution());
        report.add("latent size", Integer.toString(metadata.latentSize()), metadata.latentSize());
        report.add("embedding size", Integer.toString(metadata.embeddingSize()), metadata.embeddingSize());
        report.add("classes", metadata.classCount() + " (" + ends(metadata.classNames()) + ")", metadata.classNames());
        report.add("parameters", ParameterCount.of(network.tensors()));
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
        network.unread().ifPresent(tensors -> report.add("not read", tensors));
        report.add("checkpoint SHA-256", metadata.source().sha256());
        report.addFile(options.files.out);
    }

    /** Returns the first and the last name of a list. */
    static String ends(List<String> names) {
        return names.size() < 2 ? String.join("", names) : names.get(0) + " … " + names.get(names.size() - 1);
    }
}
