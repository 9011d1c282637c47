package org.biggantune.importer.external;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.StoredTensor;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/** Finds the matrix of class embeddings among a program's tensors. */
public final class EmbeddingMatrixSearch {
    private static final Pattern USUAL = Pattern.compile(
            "(.*\\.)?(shared|embed|embedding|embeddings|class_embed|class_embedding|class_embeddings|label_embedding"
                    + "|label_emb|emb|embed_y)(\\.weight)?");

    private static final int LISTED = 8;

    private EmbeddingMatrixSearch() {}

    /**
     * Finds the matrix: the named one, else the only one with a usual name.
     *
     * @param tensors the program's tensors
     * @param name its dotted name, if given by the user
     * @throws UnsupportedInputException if there is none, it is not a matrix of floating-point numbers, or several
     *     qualify
     */
    public static StoredTensor find(StateDict tensors, Optional<String> name) {
        if (name.isPresent()) {
            StoredTensor tensor = tensors.get(name.get());
            if (!isMatrix(tensor)) {
                throw new UnsupportedInputException(
                        tensors.source() + ": tensor " + MessageText.quoted(name.get()) + " is " + tensor.describe()
                                + ", expected a matrix of class embeddings, [classes, embedding size]");
            }
            return tensor;
        }
        List<StoredTensor> matrices = tensors.names().stream()
                .map(tensors::get)
                .filter(EmbeddingMatrixSearch::isMatrix)
                .toList();
        List<StoredTensor> usual = matrices.stream()
                .filter(tensor -> USUAL.matcher(tensor.name()).matches())
                .toList();
        if (usual.size() == 1) {
            return usual.get(0);
        }
        List<String> listed = (usual.isEmpty() ? matrices : usual)
                .stream()
                        .limit(LISTED)
                        .map(tensor -> MessageText.of(tensor.name()) + " " + tensor.describe())
                        .toList();
        throw new UnsupportedInputException(tensors.source() + ": "
                + (usual.isEmpty()
                        ? "no matrix has a usual name of class embeddings"
                        : "several matrices could be the class embeddings")
                + "; give it with --embedding-parameter; the program has: "
                + (listed.isEmpty() ? "no matrix (was it frozen?)" : String.join(", ", listed)));
    }

    private static boolean isMatrix(StoredTensor tensor) {
        return tensor.shape().length == 2
                && tensor.type().isFloating()
                && tensor.elementCount() > 0
                && tensor.type() != ScalarType.FLOAT64;
    }
}
