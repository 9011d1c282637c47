package org.biggantune.command.classify;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.TextFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * The true classes of image files: a tab-separated table in UTF-8 with the columns {@code file}, {@code class} (a number)
 * and {@code name}, named in its first line. Files are matched by name without folders, classes by name with the
 * classifier's labels.
 */
final class TrueLabels {
    private static final List<String> HEADER = List.of("file", "class", "name");

    /** The largest table in bytes: twice that of ImageNet's training images. */
    private static final int LARGEST = 1 << 27;

    private final Path table;
    private final Map<String, ClassLabel> byFile;

    private TrueLabels(Path table, Map<String, ClassLabel> byFile) {
        this.table = table;
        this.byFile = byFile;
    }

    /**
     * Reads a table.
     *
     * @throws org.biggantune.domain.failure.MissingInputException if the file is missing
     * @throws CorruptInputException if it is not such a table
     */
    static TrueLabels read(Path table) {
        List<String> lines = TextFile.read("--labels " + table, table.toString(), LARGEST)
                .lines()
                .toList();
        if (lines.isEmpty() || !List.of(lines.get(0).strip().split("\t", -1)).equals(HEADER)) {
            throw new CorruptInputException(
                    "--labels " + table + ": its first line is not 'file', 'class' and 'name' with tabs between them");
        }
        Map<String, ClassLabel> byFile = new HashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split("\t", -1);
            if (lines.get(i).isBlank()) {
                continue;
            }
            if (cells.length != HEADER.size() || !cells[1].strip().matches("\\d{1,9}")) {
                throw new CorruptInputException("--labels " + table + ", line " + (i + 1)
                        + ": expected a file, a class number and a name with tabs between them");
            }
            byFile.put(cells[0].strip(), new ClassLabel(Integer.parseInt(cells[1].strip()), cells[2].strip()));
        }
        return new TrueLabels(table, byFile);
    }

    /**
     * Returns the index of a file's true label.
     *
     * @param model the classifier's name or file as given by the user, for messages
     * @throws SettingsConflictException if the table lacks the file, or the classifier the label
     */
    int indexOf(Path image, ClassifierMetadata classifier, String model) {
        ClassLabel label = byFile.get(String.valueOf(image.getFileName()));
        if (label == null) {
            throw new SettingsConflictException(
                    "--labels " + table + ": no line for " + image + "; classify only files that are listed");
        }
        return classifier
                .indexOf(label)
                .orElseThrow(() -> new SettingsConflictException("--labels " + table + ": " + image.getFileName()
                        + " is " + label + ", which is not among the classifier's "
                        + classifier.labels().size() + " labels; list them with: " + ClassNames.listing(model)));
    }
}
