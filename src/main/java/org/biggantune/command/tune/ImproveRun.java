package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassSelection;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.Progress;
import org.biggantune.io.DigestedFiles;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.WrittenFiles;

/** The run of {@code improve} and {@code diversify}: tunes the generator's own classes, each from its own embedding. */
final class ImproveRun extends TuningRun {
    /**
     * Creates a run.
     *
     * @param options the command's options
     * @param progress shows the progress
     */
    ImproveRun(TuningOptions options, Progress progress) {
        super(options, progress);
    }

    @Override
    ModelSet findModels(DigestedFiles digests) {
        ModelSet models = ModelSet.find(
                options(),
                digests,
                generator -> ClassSelection.parse(
                        options().classExpressions(),
                        generator.names(options().models.generator),
                        generator.classCount()));
        options().requireGenerator(models.base().generator().sha256());
        return models;
    }

    @Override
    List<ClassLabel> selected(ModelSet models) {
        return models.classes();
    }

    @Override
    List<ClassLabel> all(ModelSet models) {
        List<String> names = models.content().metadata().classNames();
        return IntStream.range(0, names.size())
                .mapToObj(index -> new ClassLabel(index, names.get(index)))
                .toList();
    }

    @Override
    RunIdentity identity(ModelSet models) {
        return RunProvenance.identity(options().command(), options().settings(), models, null);
    }

    @Override
    String folderName(List<ClassLabel> classes) {
        return options().command() + "-"
                + (classes.size() == 1
                        ? classes.get(0).directoryName().replaceFirst("^\\d+-", "")
                        : classes.size() + "-classes");
    }

    /** Writes the generator's embedding matrix with the rows of the finished classes replaced. */
    @Override
    void publish(RunDirectory directory, ModelSet models, List<ClassLabel> finished) {
        EmbeddingMatrix original = models.content().embeddings();
        EmbeddingBounds bounds = bounds(models);
        int columns = original.columns();
        float[] values = original.values();
        for (ClassLabel label : finished) {
            float[] row = directory.embedding(label, columns, bounds);
            System.arraycopy(row, 0, values, label.index() * columns, columns);
        }
        EmbeddingMatrix matrix = new EmbeddingMatrix(original.rows(), columns, values);
        directory.write(matrix);
        writeGenerator().ifPresent(target -> {
            writeGenerator(models, target, matrix);
            WrittenFiles.add(directory, target);
        });
    }

    private static void writeGenerator(ModelSet models, Path target, EmbeddingMatrix matrix) {
        try (TorchScriptArchive archive = models.openGenerator()) {
            archive.replaceTensor(target, models.content().metadata().embeddingParameter(), matrix.values());
        }
    }
}
