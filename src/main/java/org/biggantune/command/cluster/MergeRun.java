package org.biggantune.command.cluster;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.command.report.RunReport;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.model.ModelFile;
import org.biggantune.runfolder.RecordedGenerators;
import org.biggantune.runfolder.RecordedRun;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunStatus;
import org.biggantune.runfolder.WrittenFiles.WrittenFile;

/** Combines the finished classes of runs without loading a model. */
final class MergeRun {
    private final MergeOptions options;

    MergeRun(MergeOptions options) {
        this.options = options;
    }

    /**
     * Merges the runs.
     *
     * @throws BigganTuneException if the runs cannot be combined, or an output cannot be written
     */
    MergeReport execute() {
        List<RunStatus> runs = RunStatus.find("", options.runs);
        Map<ClassLabel, MergeSelection.Entry> entries = MergeSelection.of(runs);
        RunStatus first = runs.get(0);
        SourceFile recorded = first.record().identity().models().generator().generator();
        Path file = generator(first.root(), recorded);
        ModelFile.GeneratorFile generator = ModelFile.generator(file);
        MergeOutputs outputs =
                new MergeOutputs(options, options.out.orElse(first.root()), file, recorded.sha256(), generator);
        boolean layers = entries.values().stream()
                .flatMap(entry -> entry.status().result().stream())
                .anyMatch(result -> result.path("noiseLayer").asBoolean());
        if (layers && (runs.size() > 1 || outputs.isAny())) {
            throw new SettingsConflictException("merge: " + layered(entries)
                    + " was trained together with a noise layer, which no output of merge can hold; use it with sample"
                    + " --embedding, or tune without --noise-layer");
        }
        try (MergeFolder folder = MergeFolder.open(options, runs, entries.keySet())) {
            Map<ClassLabel, float[]> rows = rows(entries, generator.embeddings());
            folder.take(entries);
            boolean target = first.record().identity().target() != null;
            List<WrittenFile> written = List.of();
            if (!layers) {
                EmbeddingMatrix matrix =
                        target ? alone(rows, generator.embeddings()) : in(rows, generator.embeddings());
                Optional<List<String>> names = target
                        ? Optional.of(
                                rows.keySet().stream().map(ClassLabel::name).toList())
                        : Optional.empty();
                folder.directory().write(matrix);
                names.ifPresent(list -> folder.directory().writeClassNames(list));
                written = outputs.write(folder.directory(), matrix, rows.keySet(), names);
            }
            Path root = folder.directory().root();
            MergeReport report = new MergeReport(root, written, Optional.empty(), entries);
            folder.write(report);
            return options.report
                    ? report.with(new RunReport(options.home).write(RecordedRun.read(root), Optional.of(generator)))
                    : report;
        }
    }

    private Path generator(Path run, SourceFile wanted) {
        Path named = new ModelCatalog(options.home).find("--generator", options.generator);
        return new RecordedGenerators(options.home.models(), named).find(run, wanted);
    }

    private static String layered(Map<ClassLabel, MergeSelection.Entry> entries) {
        return entries.values().stream()
                .filter(entry -> entry.status()
                        .result()
                        .map(result -> result.path("noiseLayer").asBoolean())
                        .orElse(false))
                .map(entry -> entry.status().label() + " of " + entry.run().root())
                .findFirst()
                .orElseThrow();
    }

    /** Reads the embeddings of the finished classes; marks a class with damaged files as failed. */
    private static Map<ClassLabel, float[]> rows(
            Map<ClassLabel, MergeSelection.Entry> entries, EmbeddingMatrix original) {
        Map<ClassLabel, float[]> rows = new LinkedHashMap<>();
        entries.replaceAll((label, entry) -> {
            if (!entry.isDone()) {
                return entry;
            }
            try {
                RunStatus run = entry.run();
                rows.put(
                        label,
                        RunDirectory.ofParent(run.root()).embedding(label, original.columns(), bounds(run, original)));
                return entry;
            } catch (BigganTuneException e) {
                return entry.damaged(e.getMessage());
            }
        });
        return rows;
    }

    private static EmbeddingBounds bounds(RunStatus run, EmbeddingMatrix original) {
        String clamp = run.record().identity().setting("clamp").asText("auto");
        return EmbeddingBounds.parse(clamp)
                .map(bounds -> bounds.including(original.values()))
                .orElseGet(original::bounds);
    }

    /** Returns the generator's matrix with the tuned rows. */
    private static EmbeddingMatrix in(Map<ClassLabel, float[]> rows, EmbeddingMatrix original) {
        float[] values = original.values();
        rows.forEach((label, row) -> {
            if (label.index() >= original.rows()) {
                throw new SettingsConflictException(
                        "merge: class " + label + " is not among the generator's " + original.rows() + " classes");
            }
            System.arraycopy(row, 0, values, label.index() * original.columns(), original.columns());
        });
        return new EmbeddingMatrix(original.rows(), original.columns(), values);
    }

    /** Returns a matrix of the tuned rows only, in the order of their classes. */
    private static EmbeddingMatrix alone(Map<ClassLabel, float[]> rows, EmbeddingMatrix original) {
        if (rows.isEmpty()) {
            throw new MissingInputException("merge: no class is finished yet");
        }
        float[] values = new float[rows.size() * original.columns()];
        int at = 0;
        for (float[] row : rows.values()) {
            System.arraycopy(row, 0, values, original.columns() * at++, original.columns());
        }
        return new EmbeddingMatrix(rows.size(), original.columns(), values);
    }
}
