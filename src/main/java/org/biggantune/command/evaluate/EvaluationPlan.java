package org.biggantune.command.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.ArrayInput;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassSelection;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.model.ModelFile;
import org.biggantune.runfolder.FinishedRun;
import org.biggantune.runfolder.RecordedGenerators;
import org.biggantune.runfolder.RowBase;
import org.biggantune.runfolder.TuningClassifiers;
import org.biggantune.tuning.TunedParameters;

/** Reads and checks everything to be measured, without libtorch. */
final class EvaluationPlan {
    private final EvaluateOptions options;
    private final Progress progress;
    private final Path named;
    private final RecordedGenerators generators;
    private final Map<Path, ModelFile.GeneratorFile> contents = new HashMap<>();
    private TuningClassifiers choosers = TuningClassifiers.NONE;

    /** Creates a plan from options; it reports the runs that it skips to {@code progress}. */
    EvaluationPlan(EvaluateOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.named = new ModelCatalog(options.home).find("--generator", options.generator);
        this.generators = new RecordedGenerators(options.home.models(), named);
    }

    /**
     * Reads all subjects: the generator's classes, then those of each run.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if a file is missing, damaged or does not fit
     */
    List<EvaluationSubject> subjects() {
        List<EvaluationSubject> subjects = new ArrayList<>();
        if (!options.classes.expressions().isEmpty()) {
            subjects.addAll(ofClasses());
            choosers = TuningClassifiers.ofGenerator(named)
                    .and(options.embedding.map(TuningClassifiers::ofEmbeddings).orElse(TuningClassifiers.NONE));
        }
        for (FinishedRun run : FinishedRun.find(options.runs)) {
            if (run.rows().isEmpty()) {
                progress.say(run.root() + ": no finished class yet; skipped");
            } else {
                subjects.addAll(ofRun(run));
                choosers = choosers.and(run.choosers());
            }
        }
        if (subjects.isEmpty()) {
            throw new MissingInputException("--run: no run has a finished class yet; finish the runs first");
        }
        return subjects;
    }

    /** Returns the classifiers that tuned or chose the embeddings, as far as recorded; call after {@link #subjects}. */
    TuningClassifiers choosers() {
        return choosers;
    }

    /** Returns the digest of a generator's file. */
    String digest(Path file) {
        return generators.digest(file);
    }

    /** Requires that a model's file was not changed since its digest was computed, if it was. */
    void requireUntouched(Path file) {
        generators.requireUntouched(file);
    }

    private List<EvaluationSubject> ofClasses() {
        ModelFile.GeneratorFile content = content(named);
        GeneratorMetadata metadata = content.metadata();
        List<ClassLabel> classes = ClassSelection.parse(
                options.classes.expressions(), metadata.names(options.generator), metadata.classCount());
        if (!options.force) {
            options.embedding.ifPresent(file -> RowBase.require("--embedding", file, named, content.metadata()));
        }
        Optional<ArrayInput> tuned = options.embedding.map(file -> tuned(file, classes, content.metadata()));
        return classes.stream()
                .map(label -> new EvaluationSubject(
                        Optional.empty(),
                        named,
                        label,
                        label,
                        content.embeddings().row(label.index()),
                        tuned.map(rows -> new TunedParameters(rows.row(rows.rows() == 1 ? 0 : label.index())))))
                .toList();
    }

    private static ArrayInput tuned(Path file, List<ClassLabel> classes, GeneratorMetadata metadata) {
        ArrayInput rows = ArrayInput.read("--embedding", file, metadata.embeddingSize());
        if (rows.rows() != metadata.classCount() && !(rows.rows() == 1 && classes.size() == 1)) {
            throw new UnsupportedInputException("--embedding " + file + ": the array has " + rows.rows() + " rows for "
                    + classes.size() + " classes; expected one row for one class, or a row for each of the generator's "
                    + metadata.classCount() + " classes");
        }
        return rows;
    }

    private List<EvaluationSubject> ofRun(FinishedRun run) {
        Path file = generators.find(run);
        ModelFile.GeneratorFile content = content(file);
        return run.rows().stream()
                .map(finished -> ofClass(run, finished, file, content))
                .toList();
    }

    private static EvaluationSubject ofClass(
            FinishedRun run, FinishedRun.Row finished, Path file, ModelFile.GeneratorFile content) {
        int original = finished.original().index();
        if (original >= content.embeddings().rows()) {
            throw new CorruptInputException(
                    run.root() + ": class " + finished.target() + " was compared with embedding " + original
                            + ", but the generator has " + content.embeddings().rows() + " embeddings");
        }
        return new EvaluationSubject(
                Optional.of(run.root()),
                file,
                finished.target(),
                finished.original(),
                content.embeddings().row(original),
                Optional.of(finished.read(content.metadata())));
    }

    /** Returns the contents of a generator's file, which is read only once. */
    ModelFile.GeneratorFile content(Path file) {
        return contents.computeIfAbsent(
                file, path -> ModelFile.generator(path, options.compute.precision(), options.compute.device()));
    }
}
