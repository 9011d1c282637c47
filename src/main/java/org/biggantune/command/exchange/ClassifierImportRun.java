package org.biggantune.command.exchange;

import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.ParameterCount;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.SourceFile;
import org.biggantune.importer.ClassifierFamily;
import org.biggantune.importer.ClassifierImportOptions;
import org.biggantune.importer.ClassifierImporter;
import org.biggantune.importer.FoundNetwork;
import org.biggantune.importer.ProgramNetworks;
import org.biggantune.io.Sha256;
import org.biggantune.model.ModelFile;

/** Imports a classifier's checkpoint, without loading libtorch. */
final class ClassifierImportRun {
    private final ImportClassifierOptions options;

    ClassifierImportRun(ImportClassifierOptions options) {
        this.options = options;
    }

    /**
     * Imports the checkpoint.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException for an error that the user can fix
     */
    FileReport execute() {
        FileReport report = new FileReport();
        options.files.checkOutput();
        ClassifierImportOptions how = new ClassifierImportOptions(
                options.arch.map(name -> ClassifierFamily.named("--arch", name)),
                options.files.graph,
                options.inputSize(),
                options.normalisation(),
                options.transformInput,
                options.labels());
        if (TorchScriptArchive.isTorchScript(options.files.checkpoint)) {
            try (TorchScriptArchive archive = TorchScriptArchive.open(options.files.checkpoint)) {
                archive.verify();
                ProgramNetworks.requireImportable(archive);
                // The importer refuses anything that is not a classifier, with a better message.
                FoundNetwork network = ProgramNetworks.classifier(archive, how.family())
                        .orElseGet(() -> ProgramNetworks.whole(archive));
                importNetwork(network, how, archive::requireUntouched, report);
                return report;
            }
        }
        try (Checkpoint checkpoint = Checkpoint.open(options.files.checkpoint)) {
            importNetwork(FoundNetwork.of(checkpoint), how, checkpoint::requireUntouched, report);
            return report;
        }
    }

    private void importNetwork(
            FoundNetwork network, ClassifierImportOptions how, Runnable beforePublishing, FileReport report) {
        SourceFile source = new SourceFile(
                String.valueOf(options.files.checkpoint.getFileName()), Sha256.of(options.files.checkpoint));
        ClassifierImporter.read(network.tensors(), network.beside(), source, how)
                .write(options.files.out, options.files.precision(), beforePublishing);
        describe(network, report);
    }

    private void describe(FoundNetwork network, FileReport report) {
        ClassifierMetadata metadata = ModelFile.classifier(options.files.out).metadata();
        report.add("architecture", metadata.family() + ", " + metadata.graph().label() + " graph");
        if (!network.module().isEmpty()) {
            report.add("module", network.module());
        }
        report.add("precision", metadata.precision().label());
        report.add("input", metadata.inputSize() + " × " + metadata.inputSize(), metadata.inputSize());
        report.add("mean", metadata.mean().toString(), metadata.mean());
        report.add("std", metadata.std().toString(), metadata.std());
        report.add(
                "labels",
                metadata.labels().size() + " (" + GeneratorImportRun.ends(metadata.labels()) + ")",
                metadata.labels());
        report.add("parameters", ParameterCount.of(network.tensors()));
        network.unread().ifPresent(tensors -> report.add("not read", tensors));
        report.add("checkpoint SHA-256", metadata.source().sha256());
        report.addFile(options.files.out);
    }
}
