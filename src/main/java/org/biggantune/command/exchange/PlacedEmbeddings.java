package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.ClassSelection;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.ImageNet;
import org.biggantune.domain.failure.UnsupportedInputException;

/**
 * Embeddings of single classes to be put into another matrix.
 *
 * @param file the file of the embeddings, for messages
 * @param given the embeddings: one for each of the classes, in order, or a whole matrix of the same size
 * @param classes expressions that select the classes
 */
record PlacedEmbeddings(Path file, TunedMatrix given, List<String> classes) {
    /**
     * Returns a copy of a matrix with the embeddings.
     *
     * @param matrix the matrix, which is not changed
     * @param into the matrix's file, for messages
     * @param known the names of its classes; if empty, 1,000 classes are taken to be ImageNet's
     * @throws org.biggantune.domain.failure.InvalidOptionException if a class is unknown
     * @throws UnsupportedInputException if the number of embeddings differs from that of the classes
     */
    TunedMatrix in(EmbeddingMatrix matrix, Path into, List<String> known) {
        List<ClassLabel> selected = select(matrix.rows(), into, known);
        int count = given.matrix().rows();
        boolean whole = count == matrix.rows();
        if (count != selected.size() && !whole) {
            throw new UnsupportedInputException("--embedding " + file + ": has " + count
                    + (count == 1 ? " embedding" : " embeddings") + ", expected " + selected.size()
                    + ", one for each class of --class in order, or " + matrix.rows() + ", the whole matrix");
        }
        float[] values = matrix.values();
        Map<Integer, String> placed = new TreeMap<>();
        for (int i = 0; i < selected.size(); i++) {
            ClassLabel label = selected.get(i);
            float[] row = given.matrix().row(count == selected.size() ? i : label.index());
            System.arraycopy(row, 0, values, label.index() * matrix.columns(), matrix.columns());
            placed.put(label.index(), label.name());
        }
        EmbeddingMatrix result = new EmbeddingMatrix(matrix.rows(), matrix.columns(), values);
        return new TunedMatrix(result, List.of(), Optional.of(placed), given.provenance());
    }

    private List<ClassLabel> select(int rows, Path into, List<String> known) {
        boolean imageNet = rows == ImageNet.synsets().size();
        List<String> names = known.size() == rows ? known : imageNet ? ImageNet.names() : List.of();
        ClassNames lookup =
                known.size() == rows ? new ClassNames("file", names, into.toString()) : new ClassNames("file", names);
        return ClassSelection.parse(classes, lookup, rows);
    }
}
