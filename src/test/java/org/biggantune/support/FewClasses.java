package org.biggantune.support;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.model.ModelFile;

/** Generators with fewer classes, as {@code repurpose --write-generator} leaves them. */
public final class FewClasses {
    private FewClasses() {}

    /** Writes the shipped demo generator with some of its rows alone. */
    public static Path write(Path file, int... rows) {
        Path demo = Path.of("models", "demo.pt");
        ModelFile.GeneratorFile content = ModelFile.generator(demo);
        GeneratorMetadata metadata = content.metadata();
        EmbeddingMatrix matrix = content.embeddings();
        float[] values = new float[rows.length * matrix.columns()];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(matrix.row(rows[i]), 0, values, i * matrix.columns(), matrix.columns());
        }
        byte[] named = MetadataFormat.of(metadata.withClassNames(
                Arrays.stream(rows).mapToObj(metadata.classNames()::get).toList()));
        try (TorchScriptArchive archive = TorchScriptArchive.open(demo)) {
            archive.replaceMatrix(
                    file, metadata.embeddingParameter(), rows.length, values, Map.of(MetadataFormat.FILE, named));
        }
        return file;
    }
}
