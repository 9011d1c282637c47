package org.biggantune.model;

import java.nio.file.Path;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.UnsupportedInputException;

/** What a model archive says about itself, read without libtorch. */
public final class ModelFile {
    private ModelFile() {}

    /**
     * A generator's metadata and class embeddings.
     *
     * @param metadata what must be known to use it
     * @param embeddings one row a class
     */
    public record GeneratorFile(GeneratorMetadata metadata, EmbeddingMatrix embeddings) {}

    /**
     * Reads and checks a generator's archive.
     *
     * @param file the archive
     * @throws UnsupportedInputException if it is not a generator written by this tool
     * @throws CorruptInputException if it is damaged
     */
    public static GeneratorFile generator(Path file) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            archive.verify();
            GeneratorMetadata metadata = MetadataFormat.generator(file, sideFile(file, archive));
            String name = metadata.embeddingParameter();
            archive.tensors().get(name, metadata.classCount(), metadata.embeddingSize());
            float[] values = archive.tensors().finiteFloats(name);
            return new GeneratorFile(
                    metadata, new EmbeddingMatrix(metadata.classCount(), metadata.embeddingSize(), values));
        }
    }

    /** Reads and checks a classifier's archive; like {@link #generator}. */
    public static ClassifierMetadata classifier(Path file) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            archive.verify();
            return MetadataFormat.classifier(file, sideFile(file, archive));
        }
    }

    private static byte[] sideFile(Path file, TorchScriptArchive archive) {
        return archive.extra(MetadataFormat.FILE)
                .orElseThrow(() -> new UnsupportedInputException(file + ": no extra/" + MetadataFormat.FILE
                        + " inside; make it with: biggan-tune import generator|classifier CHECKPOINT -o MODEL.pt"));
    }
}
