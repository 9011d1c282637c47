package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.metric.RowRanking.BestRow;
import org.biggantune.model.Generator;
import org.biggantune.model.TorchRuntime;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.ClassResult;
import org.biggantune.runfolder.RunDirectory;

/**
 * The original row of each class of a target: the generator's row of that name, else the row whose samples the classifier
 * gives the class the most probability for. Found once a run, as it takes an image or more of every row, and kept:
 *
 * <pre>
 * start-rows.json = {"rows": [{"class": {"index", "name"}, "row": {"index", "name"}, "probability"}, …]}
 * </pre>
 *
 * <p>The probability is missing where the generator knows the class by name.
 */
final class BaselineEmbeddings implements OriginalRows {
    private final RepurposeRequest request;
    private final RunDirectory directory;
    private final RankedEmbeddings top;

    BaselineEmbeddings(RepurposeRequest request, RunDirectory directory, Progress progress) {
        this.request = request;
        this.directory = directory;
        this.top = new RankedEmbeddings(request.tuning().tuning(), directory, progress);
    }

    @Override
    public Map<ClassLabel, ClassLabel> find(TorchRuntime runtime, Generator generator, ImageClassifier classifier) {
        if (Files.notExists(directory.root().resolve(RunDirectory.START_ROWS))) {
            directory.write(RunDirectory.START_ROWS, search(runtime, generator, classifier));
        }
        return read(generator.embeddings().rows());
    }

    /** A class that the generator knows by name is held at its own row. */
    @Override
    public OptionalDouble anchor(ClassLabel label, ClassLabel row) {
        ClassNames rowName = new ClassNames("row", List.of(row.name()));
        return rowName.indicesOf(label.name()).isEmpty() ? OptionalDouble.empty() : request.knownProximity();
    }

    private ObjectNode search(TorchRuntime runtime, Generator generator, ImageClassifier classifier) {
        ClassNames names = new ClassNames("generator", generator.metadata().classNames());
        List<ClassLabel> classes = request.target().classes();
        List<ClassLabel> foreign = classes.stream()
                .filter(label -> names.indicesOf(label.name()).isEmpty())
                .toList();
        Map<ClassLabel, List<BestRow>> best = top.find(foreign, runtime, generator, classifier);
        ObjectNode json = JsonFile.object();
        ArrayNode rows = json.putArray("rows");
        for (ClassLabel label : classes) {
            ObjectNode entry = rows.addObject();
            entry.set("class", ClassResult.json(label));
            if (best.containsKey(label)) {
                BestRow row = best.get(label).get(0);
                entry.set("row", ClassResult.json(names.label(row.row())));
                entry.put("probability", row.probability());
            } else {
                entry.set("row", ClassResult.json(names.label(own(names, label))));
            }
        }
        return json;
    }

    /** The row of a class that the generator knows; at the class's own index where several have the name. */
    private static int own(ClassNames names, ClassLabel label) {
        List<Integer> rows = names.indicesOf(label.name());
        return rows.contains(label.index()) ? label.index() : rows.get(0);
    }

    private Map<ClassLabel, ClassLabel> read(int rows) {
        Path file = directory.root().resolve(RunDirectory.START_ROWS);
        Map<ClassLabel, ClassLabel> found = new LinkedHashMap<>();
        for (JsonNode entry : JsonFile.read(file).path("rows")) {
            found.put(ClassResult.label(file, entry.path("class")), ClassResult.label(file, entry.path("row")));
        }
        if (!found.keySet().containsAll(request.target().classes())
                || found.values().stream().anyMatch(row -> row.index() >= rows)) {
            throw new CorruptInputException(
                    file + ": rows of other classes or of another generator; delete it to find them again");
        }
        return found;
    }
}
