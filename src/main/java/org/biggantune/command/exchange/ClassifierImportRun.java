package org.biggantune.command.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.ParameterCount;
import org.biggantune.cli.OutputFile;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.SourceFile;
import org.biggantune.importer.ClassifierFamily;
import org.biggantune.importer.ClassifierImportOptions;
import org.biggantune.importer.ClassifierImporter;
import org.biggantune.importer.LabelList;
import org.biggantune.importer.Normalisation;
import org.biggantune.io.Sha256;
import org.biggantune.model.ModelFile;
import org.biggantune.report.ImportSummary;

/** Turns a classifier's checkpoint into an archive that can judge images; without libtorch. */
public final class ClassifierImportRun {
    private final ClassifierImportRequest request;

    /** The import that a request asks for. */
    public ClassifierImportRun(ClassifierImportRequest request) {
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
        List<String> labels =
                request.labels().map(text -> LabelList.parse("--labels", text)).orElse(List.of());
        Optional<Normalisation> normalisation = request.mean().isEmpty()
                ? Optional.empty()
                : Optional.of(new Normalisation(request.mean(), request.std()));
        ClassifierImportOptions options = new ClassifierImportOptions(
                request.arch().map(name -> ClassifierFamily.named("--arch", name)),
                request.graph(),
                request.inputSize(),
                normalisation,
                request.transformInput(),
                labels);
        try (Checkpoint checkpoint = Checkpoint.open(request.checkpoint())) {
            SourceFile source =
                    new SourceFile(String.valueOf(request.checkpoint().getFileName()), Sha256.of(request.checkpoint()));
            ClassifierImporter.read(checkpoint, source, options)
                    .write(request.out(), request.precision(), checkpoint::requireUntouched);
            return summary(checkpoint, begun);
        }
    }

    private ImportSummary summary(Checkpoint checkpoint, long begun) {
        ClassifierMetadata metadata = ModelFile.classifier(request.out());
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("architecture", metadata.family() + ", " + metadata.graph().label() + " graph");
        facts.put("precision", metadata.precision().label());
        facts.put("input", metadata.inputSize() + " × " + metadata.inputSize());
        facts.put("mean", metadata.mean().toString());
        facts.put("std", metadata.std().toString());
        facts.put("labels", metadata.labels().size() + " (" + GeneratorImportRun.ends(metadata.labels()) + ")");
        facts.put("parameters", String.format(Locale.ROOT, "%,d", ParameterCount.of(checkpoint.stateDict())));
        facts.put("checkpoint SHA-256", metadata.source().sha256());
        ImportSummary.addFile(facts, request.out(), Sha256.of(request.out()), begun);
        return new ImportSummary(facts);
    }
}
