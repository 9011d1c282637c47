package org.biggantune.command.tune;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.cli.Target;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.ClassSelection;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.io.DigestedFiles;
import org.biggantune.io.Sha256;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.WrittenFiles;

/** The run of {@code repurpose}: tunes an embedding for each class of another data set, from the generator's closest one. */
final class RepurposeRun extends TuningRun {
    private final RepurposeOptions options;
    private final Target target;

    /**
     * Creates a run.
     *
     * @param options the command's options
     * @param progress shows the progress
     */
    RepurposeRun(RepurposeOptions options, Progress progress) {
        super(options, progress);
        this.options = options;
        this.target = options.target();
    }

    @Override
    ModelSet findModels(DigestedFiles digests) {
        return ModelSet.find(options, digests, generator -> target.classes());
    }

    @Override
    List<ClassLabel> all(ModelSet models) {
        return target.classes();
    }

    @Override
    List<ClassLabel> selected(ModelSet models) {
        boolean shipped = target.file().startsWith(options.home.configs());
        return ClassSelection.parse(
                options.classes.expressions(),
                new ClassNames(
                        "target",
                        target.labels(),
                        shipped ? target.name() : target.file().toString()),
                target.labels().size());
    }

    /** If the target's own classifier is missing, refuses with a message that says how to get it. */
    @Override
    void requireInputs() {
        String classifier = options.models.classifier;
        try {
            new ModelCatalog(options.home).find("--classifier", classifier);
        } catch (MissingInputException e) {
            if (!classifier.equals(target.classifier()) || target.source().isEmpty()) {
                throw e;
            }
            throw new MissingInputException(
                    "--target " + target.name() + ": its classifier " + classifier + " is missing: " + target.source(),
                    e);
        }
    }

    /** Warns if there is neither a pull nor a judge to keep an embedding from merely fooling the classifier. */
    @Override
    void advise(ModelSet models) {
        if (models.judge().file().isPresent() || options.settings().objective().proximity() > 0) {
            super.advise(models);
            return;
        }
        String source = target.judgeSource();
        progress()
                .say("No judge"
                        + models.judge().missing().map(why -> " (" + why + ")").orElse("")
                        + " and no pull towards the original embedding (--proximity 0): only the classifier decides, and"
                        + " it can be fooled. Name a second classifier trained on these labels with --judge"
                        + (source.isEmpty() ? "." : ", for example: " + source + "."));
    }

    @Override
    String folderName(List<ClassLabel> classes) {
        return "repurpose-" + target.name();
    }

    @Override
    Optional<BaselineEmbeddings> baselines(RunDirectory directory, RankedEmbeddings ranked) {
        return Optional.of(new BaselineEmbeddings(target, options.knownProximity(), directory, ranked));
    }

    @Override
    RunIdentity identity(ModelSet models) {
        String labels = String.join("\n", target.labels());
        return RunProvenance.identity(
                "repurpose",
                options.settings(),
                models,
                new RunIdentity.Target(
                        target.name(),
                        Sha256.of(labels.getBytes(StandardCharsets.UTF_8)),
                        options.settings().start().rankingSamples(),
                        options.knownProximity().isPresent()
                                ? String.valueOf(options.knownProximity().getAsDouble())
                                : "none"));
    }

    /** Writes a matrix of the finished classes in the target's order, and their names. */
    @Override
    void publish(RunDirectory directory, ModelSet models, List<ClassLabel> finished) {
        EmbeddingBounds bounds = bounds(models);
        int columns = models.content().embeddings().columns();
        float[] values = new float[finished.size() * columns];
        for (int row = 0; row < finished.size(); row++) {
            float[] own = directory.embedding(finished.get(row), columns, bounds);
            System.arraycopy(own, 0, values, row * columns, columns);
        }
        EmbeddingMatrix matrix = new EmbeddingMatrix(finished.size(), columns, values);
        List<String> names = finished.stream().map(ClassLabel::name).toList();
        directory.write(matrix);
        directory.writeClassNames(names);
        writeGenerator().ifPresent(file -> {
            writeGenerator(models, file, matrix, names);
            WrittenFiles.add(directory, file);
        });
    }

    /** Refuses {@code --write-generator} for a generator with a fixed number of classes. */
    @Override
    void requireOutput(ModelSet models) {
        if (writeGenerator().isEmpty()) {
            return;
        }
        try (TorchScriptArchive archive =
                TorchScriptArchive.open(models.content().file().path())) {
            archive.requireResizable(models.content().metadata().embeddingParameter());
        }
    }

    private static void writeGenerator(ModelSet models, Path file, EmbeddingMatrix matrix, List<String> names) {
        byte[] metadata = MetadataFormat.of(models.content().metadata().withClassNames(names));
        try (TorchScriptArchive archive = models.openGenerator()) {
            archive.replaceMatrix(
                    file,
                    models.content().metadata().embeddingParameter(),
                    matrix.rows(),
                    matrix.values(),
                    Map.of(MetadataFormat.FILE, metadata));
        }
    }
}
